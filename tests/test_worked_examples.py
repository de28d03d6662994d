"""Every calculation of the course notes is a problem of the library and solves to the right values.

A row of :data:`ROWS` names a calculation, the problem that holds it, and its values with the digits known of them. They
are typed from the notes, recomputed by hand or by another program. To add a calculation, add a row; a row goes on in
the indented lines below it. A value of a problem without numbers is a formula over its names.
"""

from __future__ import annotations

# ruff: noqa: E501 (one case a line)
import math
import random
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

import nnsolve
from nnsolve.formula.expr import symbols
from nnsolve.formula.parse import number_text, parse
from nnsolve.reading.load import library_folder
from nnsolve.solution import Step, evaluate

ROWS = """
threshold-1d          threshold-1d         low=4 high=5 middle=4.5
classify-nd           classify-line        1.net=-6.5 2.net=1.5 8.net=0.5 10.net=-0.5
classify-nd           two-class-border     1.net=-2.5 2.net=-0.5 3.net=-0.5 4.net=1.5
classify-nd           classify-nd          1.net=0 2.net=0 3.net=-2.5 4.net=3
classify-nd           classify-five-inputs 1.net=1 2.net=1.5 3.net=-0.25
and-gate              and-gate             1.1.net=-1.5 1.2.net=-0.5 1.2.w1=2 1.2.w2=2 1.3.net=-2.5 1.4.net=-0.5
                                           2.1.net=-0.5 2.2.net=1.5 2.3.net=-2.5 2.4.net=-0.5 epochs=2 updates=1
                                           new_w1=2 new_w2=2
gates                 or-gate
gates                 nand-gate            new_w1=-2 new_w2=-1 new_b=2
gates                 nor-gate             new_w1=-1 new_w2=-1 new_b=0
gates                 xor-gate
xor-mlp               xor-mlp              1.out_or=0 2.out_or=1 3.out_or=1 4.out_or=1 1.out_and=0 4.out_and=1
                                           1.out_y=0 2.out_y=1 3.out_y=1 4.out_y=0
delta-rule            delta-rule           1.1.b=-0.1 1.4.w1=0.1 1.4.w2=0.1 1.4.b=0 new_w1=0.2 new_w2=0.1 new_b=-0.3
perceptron-plus-minus perceptron-plus-minus 1.1.net=-1 1.1.out=-1 1.2.net=-2 1.4.net=5 new_w1=1 new_w2=2 new_b=1
multi-output          multi-output         1.net_1=3.5 1.net_2=-1.5 1.net_3=5 2.net_1=3.5 2.net_2=-4 2.net_3=2
multi-output          largest-sum          1.net_1=3.5 1.net_3=1 1.class=1 2.class=1 3.net_2=0.5 3.class=2
hinge-sgd             hinge-sgd            1.1.f=0 1.1.L=1 1.1.dL/dw1=-7 1.1.dL/dw2=-8 1.1.dL/db=-1 1.1.w1=0.07
                                           1.1.w2=0.08 1.1.b=0.01 1.2.f=1.07 1.2.L=2.07 1.2.w1=0.01 1.2.w2=0 1.2.b=0
hinge-sgd             perceptron-loss-l2   1.1.f=-0.1 1.1.L=0.1 1.2.L=0 1.2.w1=0.134 1.2.w2=-0.059 1.2.b=0.005
separate-by-table     separate-by-table    1.L=0 2.L=0 3.L=3 4.L=2 average_L=1.25
one-one-one           one-one-one          net_1=0.415 out_1=0.6022862 net_2=0.8910288 out_2=0.7091024 E=0.1053875
                                           dE/dw1=0.00102081 dE/dw2=0.05703764 dE/dθ1=0.01020810 dE/dθ2=0.09470189
                                           new_w1=0.14897919 new_w2=0.39296236 new_θ1=0.38979190 new_θ2=0.52529811
two-two-two           two-two-two          net_h1=0.3775 net_h2=0.3925 out_h1=0.593269992 out_h2=0.596884378
                                           net_o1=1.105905967 net_o2=1.224921404 out_o1=0.751365070 out_o2=0.772928465
                                           E=0.298371109 dE/dw1=0.000438568 dE/dw2=0.000877135 dE/dw3=0.000497713
                                           dE/dw4=0.000995425 dE/dw5=0.082167041 dE/dw6=0.082667628
                                           dE/dw7=-0.022602540 dE/dw8=-0.022740242 new_w1=0.149780716
                                           new_w2=0.199561432 new_w3=0.249751144 new_w4=0.299502287
                                           new_w5=0.358916480 new_w6=0.408666186 new_w7=0.511301270
                                           new_w8=0.561370121
three-two-one         three-two-one-squared net_4=-0.7 net_5=0.1 net_6=-0.10453951 out_4=0.33181223 out_5=0.52497919
                                           out_6=0.47388890 E=0.27679289 dE/dw46=-0.08704701 new_w46=-0.22165769
three-two-one         three-two-one        new_w46=-0.26082885 new_w56=-0.13802507 new_w14=0.19214789
                                           new_w15=-0.30588788 new_w24=0.4 new_w25=0.1 new_w34=-0.50785211
                                           new_w35=0.19411212 new_θ6=0.21805217 new_θ5=0.19411212 new_θ4=-0.40785211
four-two-one          four-two-one         net_5=0.4 net_6=1 net_7=-0.33339458 out_5=0.59868766 out_6=0.73105858
                                           out_7=0.41741490 E=0.33940540 dE/dw57=-0.16963560 dE/dw67=-0.20714234
                                           dE/dw07=-0.28334574 new_w57=-0.16429152 new_w67=0.36571387
                                           new_w07=-0.07332341
count-4-3-2-1         count-4-3-2-1        layer1.parameters=15 layer2.parameters=8 layer3.parameters=3 parameters=26
forward-4-3-2-1       forward-4-3-2-1      net_h1_1=1 net_h1_2=-0.35 net_h1_3=0.72 out_h1_1=0.731059
forward-4-3-2-1       forward-4-3-2-1-matrix
regression-2-2-1      regression-2-2-1     dE/dw11^2=-2*(y-out_21)*out_11 dE/dw21^2=-2*(y-out_21)*out_12
                                           dE/db21=-2*(y-out_21) dE/dw11^1=-2*(y-out_21)*w11^2*x1
                                           dE/dw21^1=-2*(y-out_21)*w11^2*x2 dE/dw12^1=-2*(y-out_21)*w21^2*x1
                                           dE/dw22^1=-2*(y-out_21)*w21^2*x2 dE/db11=-2*(y-out_21)*w11^2
                                           dE/db12=-2*(y-out_21)*w21^2
regression-2-2-1      regression-2-2-1-numbers out_11=88 out_12=88 out_21=176 E=29929 dE/db21=346 dE/dw11^2=30448
                                           dE/dw11^1=27680 dE/dw21^1=2768 dE/dw12^1=27680 dE/db11=346
classification-2-2-1  classification-2-2-1 delta_21=-(y-out_21) dE/dw11^2=-(y-out_21)*out_11
                                           dE/dw11^1=-(y-out_21)*w11^2*out_11*(1-out_11)*x1
                                           dE/dw22^1=-(y-out_21)*w21^2*out_12*(1-out_12)*x2
                                           dE/db12=-(y-out_21)*w21^2*out_12*(1-out_12) dE/db21=-(y-out_21)
memoisation           memoisation          multiplications_anew=53 multiplications_kept=14 multiplications_saved=39
epochs                updates-an-epoch     updates_1=4 updates_2=2 updates_4=1
epochs                epochs               new_w11^1=0.11612025 new_w11^2=0.286555352 new_b21=-0.004574673
vanishing             vanishing            product=0.0001 new_w=0.999999 bound=0.00390625
vanishing             gradient-bound       bound=0.0009765625
pass-this-class       pass-this-class      1.out_y=0.6134 1.E=0.4888 2.E=0.8088 3.E=0.4702 average_E=0.5893
saddle                saddle               df/dx_0=4 df/dy_0=-6 x_1=1.6 y_1=3.6 x_2=1.28 y_2=4.32 x_3=1.024 y_3=5.184
                                           x_100=0.0000 y_100=248453923.5660
optimisers            optimisers           gd.x_1=-4.9 gd.y_1=-1.2 momentum.v_x_1=-0.1 momentum.v_y_1=-0.8
                                           adagrad.v_x_1=1 adagrad.v_y_1=64 adagrad.x_1=-4.9 rmsprop.v_x_1=0.1
                                           rmsprop.v_y_1=6.4 adam.m_x_1=-0.1 adam.v_y_1=0.064
optimisers            adam-notes           g_1=-4 m_1=-0.4 v_1=0.016 w_1=1.316228
optimisers            adadelta-notes       g_1=-4 v_1=1.6 w_1=1.003162
simple-regression     simple-regression    sum_x=15 sum_y=20 sum_xy=66 sum_x2=55 b1=0.6 b0=2.2 SS_res=2.4
simple-regression     simple-regression-descent L@0=17.2 dL/db1@0=-26.4 dL/db0@0=-8 b1@1=0.264 b0@1=0.08
dropout-count         dropout-count        networks=1024
early-stopping        early-stopping       best_epoch=4 stopped_at=7 returned=4
grid-search           grid-search          configurations=14
batches-count         batches-count        updates=5000
sigmoid-derivative    sigmoid-derivative   sigmoid_1=0.5 dsigmoid_1/dx1=0.25
tanh-identity         tanh-identity        tanh_2=0 dtanh_2/dx2=1 tanh_1=-0.7615942 dtanh_1/dx1=0.4199743
graph-e               graph-e              c=3 d=2 e=6 de/da=2 de/db=5
graph-sin             graph-sin            df/dx1=x2+cos(x1) df/dx2=x1
activations           sigmoid-values       sigmoid_1=0.9526 sigmoid_2=0.8520 sigmoid_3=0.1192 sigmoid_4=0.6225
activations           activations          step_2=0 step_3=1 identity_1=-2 sigmoid_3=0.5 tanh_4=0.7615942 relu_1=0 relu_5=2
                                           leaky_relu1_1=-0.2 leaky_relu2_1=-0.02 prelu_1=-0.5
activations           softmax-three
losses                losses               MSE=1.1875 RMSE=1.0897247 MAE=0.875 MBE=-0.625 MAPE=42.5595238 Huber=0.46875
losses                losses-classification hinge=0.45 hinge2=0.485 perceptron=0.075
losses                likelihood           likelihood=0.36 LL=-1.0216512 BCE=1.0216512
losses                kl-bits
losses                multi-label
bce-table             bce-table            BCE_1=0.1053605 BCE_2=0.1053605 BCE_3=0.2231436 BCE_4=0.2231436 BCE_5=0.3566749
                                           BCE_6=0.3566749 BCE_7=0.5108256 BCE_8=0.5108256 BCE_9=0.6931472
                                           BCE_10=0.6931472 BCE=0.377830
cce-three             cce-three            CCE_1=0.2231 CCE_2=0.6931 CCE_3=0.6931
cce-three             sparse-labels
which-loss            which-loss
metrics               metrics              accuracy=0.8
metrics               metrics-screening
normalise             normalise            mean=5 variance=4 z_x[1]=-1.5 z_x[8]=2
normalise             normalise-batch      y_x[2]=1 y_x[1]=-1.8284271 y_x[4]=3.8284271
slide-kernel          slide-kernel         conv1[0,0]=4 conv1[0,1]=3 conv1[0,2]=4 conv1[1,0]=2 conv1[1,1]=4 conv1[1,2]=3
                                           conv1[2,0]=2 conv1[2,1]=3 conv1[2,2]=4
colour-conv           colour-conv
pad-stride-pool       pad-stride-pool
edge-kernels          edge-kernels
conv-28               conv-28              conv1.shape=28x28x16 pool1.shape=14x14x16 conv2.shape=14x14x32 pool2.shape=7x7x32
                                           flatten1.shape=1568 conv1.parameters=416 conv2.parameters=12832
lenet                 lenet                conv1.shape=28x28x6 pool1.shape=14x14x6 conv2.shape=10x10x16 pool2.shape=5x5x16
                                           conv3.shape=1x1x120 conv1.parameters=156 conv2.parameters=2416
                                           conv3.parameters=48120 dense1.parameters=10164 dense2.parameters=850
                                           parameters=61706
same-padding          same-padding         conv1.shape=8x8x96 pool1.shape=4x4x96 conv2.shape=4x4x256 pool2.shape=2x2x256
                                           conv3.shape=2x2x384 conv1.parameters=34944 conv2.parameters=614656
                                           conv3.parameters=885120 dense1.parameters=129108 dense2.parameters=850
                                           parameters=1664678
conv-params           conv-params          conv1.parameters=140 dense2.parameters=8256 pool1.parameters=0
sparse                sparse               conv1.parameters=9 dense1.parameters=614656
architectures         alexnet              parameters=62378344
architectures         vgg-16               parameters=138357544
architectures         vgg-19               parameters=143667240
architectures         nin                  pool3.shape=5x5x384 flatten1.shape=10
"""


def read_rows(text: str) -> list[tuple[str, str, dict[str, str]]]:
    """Calculation, problem and values of each row."""
    found: list[tuple[str, str, dict[str, str]]] = []
    for line in text.strip().splitlines():
        words = line.split()
        if not line.startswith(" "):
            found.append((words[0], words[1], {}))
            words = words[2:]
        found[-1][2].update(word.split("=", 1) for word in words)
    return found


def results(problem: str, names: list[str]) -> dict:
    """The values of the named results; of a problem without numbers, at numbers drawn at random."""
    (read,) = nnsolve.load(problem)
    if getattr(read, "symbolic", False):
        return drawn(nnsolve.solve(read))
    if not names:
        return nnsolve.solve(read).answers
    read.asked = list(names)
    return dict(zip(names, nnsolve.solve(read).answers.values(), strict=True))


def drawn(solution) -> dict:
    """The values of all steps of a solution without numbers, its free names drawn at random."""
    draw, made = random.Random(7), {step.name for step in solution.steps}
    free = sorted({name for step in solution.steps for name in symbols(step.formula)} - made)
    given = {name: draw.uniform(0.1, 0.9) for name in free}
    return given | evaluate(solution.steps, given=given)


def number(text: str, values: dict) -> float:
    """A written number, or the value of a formula over the names of a problem."""
    if number_text(text):
        return float(text)
    plain = {}
    for name in sorted(values, key=len, reverse=True):
        if "^" in name and name in text:  # w11^2 is a name, not a power
            plain[name.replace("^", "_at_")] = values[name]
            text = text.replace(name, name.replace("^", "_at_"))
    known = values | plain
    return float(evaluate([Step("it", parse(text, known))], given=known)["it"])


def unit(text: str) -> float:
    """One in the last digit of a written number; of a formula, what doubles may differ by."""
    return 10.0 ** Decimal(text).as_tuple().exponent if number_text(text) else 1e-12


@pytest.mark.parametrize(("row", "problem", "values"), read_rows(ROWS), ids=lambda value: value if value else "")
def test_right_values(row, problem, values):
    """A problem of a row solves to the values of the row, in every digit that is written."""
    found = results(problem, list(values))
    for name, text in values.items():
        if isinstance(found[name], list):
            assert "x".join(map(str, found[name])) == text, (row, name)
            continue
        assert math.isclose(found[name], number(text, found), rel_tol=1e-12, abs_tol=0.5001 * unit(text)), (row, name)


# Every calculation of the notes, in their order.
CALCULATIONS = """
threshold-1d classify-nd and-gate gates xor-mlp delta-rule perceptron-plus-minus multi-output hinge-sgd separate-by-table
one-one-one two-two-two three-two-one four-two-one count-4-3-2-1 forward-4-3-2-1 regression-2-2-1 classification-2-2-1
memoisation epochs vanishing which-loss pass-this-class
saddle sigmoid-derivative tanh-identity graph-e graph-sin activations losses bce-table cce-three optimisers
simple-regression metrics normalise dropout-count early-stopping grid-search batches-count
slide-kernel colour-conv pad-stride-pool edge-kernels conv-28 lenet same-padding conv-params sparse architectures
"""


def test_every_calculation_has_a_problem():
    """Every calculation of the notes stands in a row, and no row is about another."""
    assert {row for row, _, _ in read_rows(ROWS)} == set(CALCULATIONS.split())


def test_the_proof_that_xor_cannot_be_learned():
    """The four inequalities of XOR add up to a contradiction."""
    page = nnsolve.render(nnsolve.solve(nnsolve.load("xor-gate")[0]), "text")
    for stated in ("b < 0", "w₂ + b ≥ 0", "w₁ + b ≥ 0", "w₁ + w₂ + b < 0", "0 > 0", "cannot be separated"):
        assert stated in page


ANSWERS = sorted(Path(library_folder(), "answers").glob("*.yaml"))


@pytest.mark.parametrize("file", ANSWERS, ids=lambda file: file.stem)
def test_answers_of_the_notes(file):
    """An answer file answers results of its problem; what it calls a slip differs in the digits written."""
    document = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)
    assert set(document) == {"problem", "source", "answers", "slips"}
    assert document["problem"] == file.stem
    answers, slips = document["answers"], document["slips"]
    assert set(slips) <= set(answers)
    found = results(document["problem"], list(answers))
    for name, text in answers.items():
        last, distance = unit(text), abs(found[name] - number(text, found))
        if name in slips:
            assert distance > 0.5001 * last, name
        else:
            assert distance < 1.0001 * last if last < 1 else distance == 0, name  # rounded, or cut
    for sentence in slips.values():
        assert sentence.strip()[-1] == "." or sentence[0].islower(), sentence
