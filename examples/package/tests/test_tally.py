from tally import tally


def test_case_does_not_matter() -> None:
    assert tally("One two, one.") == {"one": 2, "two": 1}
