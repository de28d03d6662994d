"""What the shell offers when Tab is pressed."""

from __future__ import annotations

import pytest
from click.shell_completion import ShellComplete

from nnsolve.cli import main


def offered(*args: str, incomplete: str = "") -> list:
    """The words that are offered behind ``nnsolve args …``."""
    complete = ShellComplete(main, {}, "nnsolve", "_NNSOLVE_COMPLETE")
    return complete.get_completions(list(args), incomplete)


@pytest.mark.parametrize(
    ("args", "incomplete", "wanted", "unwanted"),
    [
        (["backprop"], "two", {"two-two-two"}, {"lenet"}),
        (["cnn-shapes"], "", {"lenet", "alexnet"}, {"two-two-two"}),
        (["forward"], "two", {"two-two-two"}, set()),  # forward reads problems of backprop as well
        (["solve"], "le", {"lenet"}, {"two-two-two"}),
        (["show"], "le", {"lenet"}, {"two-two-two"}),
        (["new"], "back", {"backprop"}, {"forward"}),
        (["schema"], "", {"backprop", "forward"}, set()),
        (["backprop", "two-two-two", "--format"], "", {"text", "markdown", "json"}, set()),
        ([], "back", {"backprop"}, set()),
    ],
)
def test_offered(args, incomplete, wanted, unwanted):
    """Problems that the command reads, kinds and formats."""
    words = {item.value for item in offered(*args, incomplete=incomplete)}
    assert wanted <= words
    assert not unwanted & words


def test_files(tmp_path, monkeypatch):
    """Problem files of the folder stand beside the library; elsewhere the shell looks for files itself."""
    (tmp_path / "two-own.yaml").write_text("kind: backprop\n")
    (tmp_path / "two-notes.txt").write_text("")
    monkeypatch.chdir(tmp_path)
    words = [item.value for item in offered("backprop", incomplete="two-")]
    assert "two-own.yaml" in words
    assert "two-notes.txt" not in words
    assert [item.type for item in offered("backprop", incomplete="some/folder")] == ["file"]
