"""Prints a table of the squares up to the number given as an argument."""

import sys

from jinja2 import Environment, StrictUndefined

TABLE = """\
{% for n in numbers -%}
{{ "%3d" | format(n) }} {{ "%5d" | format(n * n) }}
{% endfor %}"""

last = int(sys.argv[1]) if len(sys.argv) > 1 else 5
template = Environment(undefined=StrictUndefined).from_string(TABLE)
print(template.render(numbers=range(1, last + 1)), end="")
