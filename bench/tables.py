"""Tables whose source can be read as well as the page."""

from collections.abc import Sequence


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table whose source lines up; numbers stand on the right."""
    lines = [list(heads), *map(list, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    right = [
        column > 0 and all(row[column][:1].isdigit() or not row[column] for row in rows)
        for column in range(len(heads))
    ]

    def shown(line: Sequence[str]) -> str:
        cells = (
            cell.rjust(width) if flush else cell.ljust(width)
            for cell, width, flush in zip(line, widths, right, strict=True)
        )
        return "| " + " | ".join(cells) + " |"

    rule = ["-" * (width - 1) + (":" if flush else "-")
            for width, flush in zip(widths, right, strict=True)]  # fmt: skip
    return "\n".join([shown(lines[0]), shown(rule), *map(shown, lines[1:])])
