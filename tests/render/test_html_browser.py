"""HTML pages in a real browser: Debian's packages chromium and chromium-driver. Without one these tests are skipped."""

from __future__ import annotations

import shutil

import pytest

import nnsolve
from nnsolve.render import html

from .test_text import long_names

selenium = pytest.importorskip("selenium", reason="selenium is not installed")
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
DRIVER = shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(not (BROWSER and DRIVER), reason="no Chromium with its chromedriver is installed")

PHONE, DESK = 390, 1280
LOOKED_AT = {
    "two-two-two": {},
    "three-layer-softmax": {"style": "matrix"},
    "lenet": {},
    "sample-paper": {},
    "and-gate": {},
    "graph-e": {},
}


@pytest.fixture(scope="session")
def driver():
    """One browser for all tests."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    found = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield found
    found.quit()


class Browser:
    """A page in the browser."""

    def __init__(self, driver, folder):
        self.driver, self.folder = driver, folder

    def open(self, page: str, width: int = DESK, scripts: bool = True, scheme: str = "light", media: str = ""):
        file = self.folder / "page.html"
        file.write_text(page, encoding="utf-8")
        self.command("Emulation.setScriptExecutionDisabled", value=not scripts)
        feature = {"name": "prefers-color-scheme", "value": scheme}
        self.command("Emulation.setEmulatedMedia", media=media, features=[feature])
        self.width(width)
        self.driver.get(file.as_uri())

    def command(self, name, **parameters):
        return self.driver.execute_cdp_cmd(name, parameters)

    def width(self, width: int):
        self.command(
            "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width == PHONE
        )

    def run(self, code: str, *args):
        return self.driver.execute_script(code, *args)

    def overflow(self) -> list[str]:
        """What is wider than the window, outside of boxes that scroll."""
        return self.run(
            "if (document.documentElement.scrollWidth <= innerWidth) return [];"
            "return [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth)"
            ".map(e => e.outerHTML.slice(0, 200)).slice(0, 5).concat(['the page is too wide'])"
        )

    def point(self, selector: str, place: int = 0):
        """Moves the mouse over an element."""
        from selenium.webdriver.common.action_chains import ActionChains
        from selenium.webdriver.common.by import By

        element = self.driver.find_elements(By.CSS_SELECTOR, selector)[place]
        self.run("arguments[0].scrollIntoView({block: 'center'})", element)
        ActionChains(self.driver).move_to_element(element).perform()
        return element

    def names(self, selector: str, attribute: str = "data-line") -> set[str]:
        code = "return [...document.querySelectorAll(arguments[0])].map(e => e.getAttribute(arguments[1]))"
        return set(self.run(code, selector, attribute))

    def troubles(self) -> list[str]:
        """What the console says."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]


@pytest.fixture
def browser(driver, tmp_path):
    found = Browser(driver, tmp_path)
    yield found
    assert found.troubles() == []
    found.command("Emulation.setScriptExecutionDisabled", value=False)


def page(name: str, **keys: str) -> str:
    """The page of a problem of the library."""
    return html.together([nnsolve.solve(problem) for problem in nnsolve.load(name, overrides=keys)])


@pytest.fixture(scope="module")
def network() -> str:
    return page("two-two-two", asked="w5,w1")


@pytest.mark.slow
@pytest.mark.parametrize("name", nnsolve.library())
def test_every_problem_fits(browser, name):
    """Every page of the library opens without a word on the console and is no wider than a phone or a desk's window."""
    browser.open(page(name), PHONE)
    assert browser.overflow() == []
    browser.width(DESK)
    assert browser.overflow() == []


@pytest.mark.parametrize("seed", range(4))
def test_long_names_fit(browser, solved, seed):
    """Nor do long titles, names of 30 letters and sums of 13 products widen a page."""
    browser.open(nnsolve.render(solved(long_names(seed)), "html"), PHONE)
    assert browser.overflow() == []
    browser.width(DESK)
    assert browser.overflow() == []


@pytest.mark.parametrize(("name", "keys"), LOOKED_AT.items(), ids=LOOKED_AT)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(browser, name, keys, scheme):
    """Text has a contrast of 4.5 or more to what is behind it, in light and in dark."""
    browser.open(page(name, **keys), scheme=scheme)
    low = browser.run(CONTRAST)
    assert low == []


CONTRAST = """
const part = (c) => { const v = c / 255; return v <= 0.03928 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4); };
const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
const behind = (e) => {
  for (; e; e = e.parentElement) {
    const c = rgb(getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3] > 0) return c;
  }
  return [255, 255, 255];
};
const low = [];
for (const e of document.querySelectorAll('main *:not(svg *)')) {
  if (![...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())) continue;
  const [a, b] = [light(rgb(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
  if ((a + 0.05) / (b + 0.05) < 4.5) low.push(e.outerHTML.slice(0, 120));
}
return low.slice(0, 5);
"""


def test_mathematics_is_set(browser, network):
    """A fraction is higher than a line of text, and its parts stand above each other."""
    browser.open(network)
    fraction, top, bottom, text = browser.run(
        "const f = document.querySelector('[data-line=out_h1] mfrac'), h = (e) => e.getBoundingClientRect();"
        "const t = document.querySelector('[data-line=out_h1] .sign');"
        "return [h(f).height, h(f.children[0]).bottom, h(f.children[1]).top, h(t).height / 1.5]"
    )
    assert fraction > 1.5 * text
    assert top <= bottom


# Of each framed answer: its text, what the frame leaves free left and right of it, and whether it scrolls.
FRAMED = """
return [...document.querySelectorAll('main *')].filter(e => getComputedStyle(e).outlineStyle === 'solid').map(box => {
  const walk = document.createTreeWalker(box, NodeFilter.SHOW_TEXT), ends = [];
  while (walk.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(walk.currentNode);
    ends.push(...[...range.getClientRects()].filter(r => r.width).flatMap(r => [r.left, r.right]));
  }
  // a bracket that is stretched is wider than the sign that stands in the text
  for (const sign of box.querySelectorAll('mo:not([stretchy="false"])')) {
    const drawn = sign.getBoundingClientRect();
    ends.push(drawn.left, drawn.right);
  }
  const frame = box.getBoundingClientRect(), inner = [box, ...box.querySelectorAll('.body')];
  const scrolls = inner.some(e => e.scrollWidth > e.clientWidth + 1);
  return [box.textContent, Math.min(...ends) - frame.left, frame.right - Math.max(...ends), scrolls];
});
"""
ANSWERS = [
    ("two-two-two", {"asked": "w5,w1"}, 4),
    ("two-two-two", {"asked": "w5,E", "rounding": "{figures: 15}"}, 4),
    ("lenet", {"asked": "conv1.shape,parameters"}, 4),
    ("three-layer-softmax", {"style": "matrix", "asked": "dE/dW^3,delta^3"}, 4),
]


@pytest.mark.parametrize(
    ("width", "scheme", "media"),
    [(DESK, "light", ""), (PHONE, "light", ""), (320, "dark", ""), (700, "light", "print")],
)
@pytest.mark.parametrize(("name", "keys", "count"), ANSWERS)
def test_answers_stand_inside_their_frames(browser, name, keys, count, width, scheme, media):
    """A frame leaves as much room on the right of a number as on its left; what is wider than a phone scrolls in it."""
    browser.open(page(name, **keys), width, scheme=scheme, media=media)
    found = browser.run(FRAMED)
    assert len(found) == count
    for text, left, right, scrolls in found:
        assert left >= 3, text
        assert scrolls or abs(left - right) < 1, text
    assert browser.overflow() == []


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_answers_with_long_names_stand_inside_their_frames(browser, solved, width):
    """So do those of a network whose names have 30 letters."""
    text = long_names(1)
    weight = next(iter(solved(text).answers))
    browser.open(nnsolve.render(solved(text, asked=weight), "html"), width)
    found = browser.run(FRAMED)
    assert found
    assert all(left >= 3 and abs(left - right) < 1 for _, left, right, _ in found)
    assert browser.overflow() == []


def test_equals_signs_are_aligned(browser, network):
    """In a block all lines begin their formulas at one place."""
    browser.open(network)
    places = browser.run(
        "return [...document.querySelectorAll('.lines')].map(b => new Set([...b.querySelectorAll('.line')]"
        ".map(l => Math.round(l.querySelector('.side').getBoundingClientRect().left))).size)"
    )
    assert set(places) == {1}


def test_pointing_at_a_number(browser, network):
    """It lights up its own line, what this uses, and every line that uses it; and says so."""
    browser.open(network)
    browser.point("[data-line=net_o1] .substitution [data-step=out_h1]")
    assert browser.names(".line.source") == {"out_h1"}
    assert browser.names(".line.goes") == {"net_o1", "net_o2", "dout_h1/dnet_h1", "dnet_o1/dw5"}
    assert browser.names(".from", "data-step") == {"net_h1"}
    assert browser.names(".hot:not(svg *)", "data-step") == {"out_h1"}
    said = browser.run("return document.querySelector('.trace').textContent")
    assert "0.593270" in said and "goes into" in said
    browser.point("h1")
    assert browser.names(".hot, .source, .goes, .from") == set()


def test_pointing_lights_up_the_picture(browser, network):
    """A weight in a formula and in the picture of the network are one."""
    browser.open(network)
    browser.point("[data-line=net_o1] .substitution [data-step=w5]")
    assert any("w5" in steps.split() for steps in browser.names("svg .hot", "data-steps"))
    assert browser.names(".item.source") == {"w5"}


def test_a_click_holds_and_escape_lets_go(browser, network):
    """What is held stays when the mouse moves on."""
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    browser.open(network)
    browser.point("[data-line=net_h1] .result .v").click()
    browser.point("h1")
    assert browser.names(".line.source") == {"net_h1"}
    ActionChains(browser.driver).send_keys(Keys.ESCAPE).perform()
    assert browser.names(".line.source") == set()


def test_the_keyboard_reaches_every_number(browser, network):
    """Tab goes to a section, the arrow keys along its numbers."""
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    browser.open(network)
    seen = []
    for _ in range(12):
        ActionChains(browser.driver).send_keys(Keys.TAB).perform()
        seen.append(browser.run("return document.activeElement.getAttribute('data-step')"))
        if seen[-1] == "w1":
            break
    assert "i1" in seen and "w1" in seen
    ActionChains(browser.driver).send_keys(Keys.ARROW_RIGHT).perform()
    assert browser.run("return document.activeElement.getAttribute('data-step')") == "i1"
    assert browser.names(".item.source") == {"i1"}


# What is typed for out_h1 = 0.593269992…, and what the page says.
TYPED = [
    ("0.593270", "right"),
    ("0.5932", "right"),
    ("0.5933", "right"),
    (".593", "right"),
    ("0,5933", "right"),
    ("5.933e-1", "right"),
    ("5.933 × 10^-1", "right"),
    ("0.59", "digits"),
    ("0.5934", "wrong"),
    ("0.5931", "wrong"),
    ("−0.5933", "wrong"),
    ("0.3775", "wrong"),
    ("abc", "unread"),
    ("<b>1</b>", "unread"),
]


@pytest.mark.parametrize(("typed", "verdict"), TYPED, ids=[typed for typed, _ in TYPED])
def test_practice_marks_an_answer(browser, network, typed, verdict):
    """Rounded or cut at the last digit typed is right; so few digits that they tell nothing are told of."""
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    browser.open(network)
    browser.driver.find_element(By.ID, "practice").click()
    field = browser.driver.find_element(By.CSS_SELECTOR, "[data-line=out_h1] input")
    field.send_keys(typed + Keys.ENTER)
    said = browser.driver.find_element(By.CSS_SELECTOR, "[data-line=out_h1] output")
    assert verdict in said.get_attribute("class").split()
    assert said.text
    shown = browser.run("return document.querySelector('[data-line=out_h1] .result math').textContent")
    assert shown == ("0.593270" if verdict == "right" else "□")


def test_practice_hides_results_everywhere(browser, network):
    """Switched on, no computed value is on the page: in lines, sums, tables, answers or picture; off, all are back."""
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    browser.open(network)
    before = browser.run("return document.querySelector('main').innerText")
    switch = browser.driver.find_element(By.ID, "practice")
    switch.click()
    text = browser.run("return document.querySelector('main').textContent")
    hidden = ["0.593270", "0.751365", "0.0821670", "0.358916", "0.149781"]
    assert [value for value in hidden if value in before] == hidden
    assert [value for value in hidden if value in text] == []
    assert switch.get_attribute("aria-pressed") == "true"
    browser.driver.find_element(By.CSS_SELECTOR, "[data-line=net_h1] input").send_keys("0.3775" + Keys.ENTER)
    assert browser.run("return document.activeElement.closest('.line').getAttribute('data-line')") == "out_h1"
    assert "0.3775" in browser.run("return document.querySelector('[data-line=out_h1] .substitution').textContent")
    assert browser.run("return document.getElementById('score').textContent").startswith("1 of ")
    browser.driver.find_element(By.CSS_SELECTOR, "[data-line=out_h1] .answer button").click()
    assert "0.593270" in browser.run("return document.querySelector('[data-line=net_o1] .substitution').textContent")
    switch.click()
    assert browser.run("return document.querySelector('main').innerText") == before


@pytest.mark.parametrize(("name", "keys"), LOOKED_AT.items(), ids=LOOKED_AT)
def test_practice_fits(browser, name, keys):
    """With its fields a page is no wider than a phone; pointing at a number moves nothing."""
    browser.open(page(name, **keys), PHONE)
    browser.run("document.getElementById('practice').click()")
    assert browser.overflow() == []
    browser.run("document.querySelector('.answer button').click()")
    height = "return document.documentElement.scrollHeight"
    before = browser.run(height)
    browser.run("document.querySelector('.result .v').dispatchEvent(new MouseEvent('click', {bubbles: true}))")
    assert browser.names(".source") != set()
    assert (browser.overflow(), browser.run(height)) == ([], before)


def test_marked_work_fits(browser):
    """A page of feedback is no wider than a phone."""
    from nnsolve.marking import feedback
    from nnsolve.marking.exam import Exam

    exam = Exam("two-two-two")
    text = f"net_h1 = 0.3875\nout_h1 = 0.5957\n{'a_long_name' * 3} = {'123' * 30}\n{'prose ' * 40}\n"
    (checked,) = exam.check(exam.read(text, "working.txt"))
    browser.open(feedback.render(feedback.Feedback(checked, exam.questions[0].scheme), "html"), PHONE)
    assert browser.overflow() == []
    browser.width(DESK)
    assert browser.overflow() == []


def test_practice_with_matrices_and_sizes(browser):
    """The entries of a small matrix or the sizes of a map are typed one after another."""
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    browser.open(page("lenet"))
    browser.driver.find_element(By.ID, "practice").click()
    line = browser.driver.find_element(By.ID, "step-conv1.shape")
    line.find_element(By.TAG_NAME, "input").send_keys("28 x 28 x 6" + Keys.ENTER)
    assert "right" in line.find_element(By.TAG_NAME, "output").get_attribute("class")
    browser.open(page("two-two-two", style="matrix"))
    browser.driver.find_element(By.ID, "practice").click()
    field = browser.driver.find_element(By.CSS_SELECTOR, ".line[data-line] input")
    field.send_keys("[0.3775; 0.3925]" + Keys.ENTER)
    said = browser.driver.find_element(By.CSS_SELECTOR, ".line[data-line] output")
    assert "right" in said.get_attribute("class")


def test_without_scripts(browser, network):
    """Everything can be read, sections fold, and no button stands there that does nothing."""
    browser.open(network)
    with_scripts = browser.run("return document.querySelector('article').innerText")
    browser.open(network, scripts=False)
    browser.command("Emulation.setScriptExecutionDisabled", value=False)  # of the test itself, not of the page
    assert browser.run("return document.querySelector('.trace')") is None
    assert browser.run("return document.querySelector('article').innerText") == with_scripts
    assert browser.run("return document.querySelector('.tools').getBoundingClientRect().height") == 0


def test_dark_and_light(browser, network):
    """The page follows the reader's choice."""
    shades = []
    for scheme in ("light", "dark"):
        browser.open(network, scheme=scheme)
        shades.append(browser.run("return getComputedStyle(document.body).backgroundColor"))
    assert shades == ["rgb(255, 255, 255)", "rgb(15, 19, 24)"]


@pytest.mark.parametrize("scripts", [True, False])
def test_print_opens_all_sections(browser, network, scripts):
    """On paper a folded section stands open, in dark ink, without buttons."""
    folded = network.replace("<details open", "<details")
    browser.open(folded, scripts=scripts, scheme="dark", media="print")
    browser.command("Emulation.setScriptExecutionDisabled", value=False)
    lines = "[...document.querySelectorAll('.section .line')]"
    heights = browser.run(f"return {lines}.map(e => e.getBoundingClientRect().height)")
    assert heights and min(heights) > 5
    assert browser.run("return getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert browser.run("return document.querySelector('.tools').getBoundingClientRect().height") == 0


def test_a_link_opens_a_folded_section(browser, network):
    """A link to a line in a section that is folded unfolds it."""
    browser.open(network)
    browser.run("document.getElementById('fold').click(); location.hash = 'step-out_o1'")
    browser.run("return new Promise(done => setTimeout(done, 100))")
    assert browser.run("return document.getElementById('step-out_o1').getBoundingClientRect().height") > 5


def test_questions_of_a_paper_stay_apart(browser):
    """Pointing at a number of one question lights up nothing in another."""
    browser.open(page("sample-paper"))
    browser.point("[data-scope=p1] [data-line=net_h1] .result .v")
    lit = "[...document.querySelectorAll('.hot, .source, .goes')]"
    assert set(browser.run(f"return {lit}.map(e => e.closest('.problem').dataset.scope)")) == {"p1"}


def test_nothing_is_fetched(browser):
    """The page keeps itself from the network: an image or script put into it is not loaded."""
    hostile = '<img id="x" src="https://example.org/x.png"><script>document.title = "run"</script>'
    browser.open(page("two-two-two").replace("</main>", f"{hostile}</main>"))
    assert browser.driver.title != "run"
    assert browser.run("return document.getElementById('x').naturalWidth") == 0
    said = browser.troubles()
    assert len(said) == 2 and all("Content Security Policy" in message for message in said)
