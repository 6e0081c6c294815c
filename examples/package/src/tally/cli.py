"""The command."""

import click

from tally import tally


@click.command()
@click.argument("text", default="-")
@click.option("--most", default=10, show_default=True, help="How many words to show.")
def main(text: str, most: int) -> None:
    """Count the words of TEXT, or of the standard input."""
    if text == "-":
        text = click.get_text_stream("stdin").read()
    # The most frequent first, and in the order of the alphabet among equals.
    counted = sorted(tally(text).items(), key=lambda item: (-item[1], item[0]))
    for word, count in counted[:most]:
        click.echo(f"{count} {word}")
