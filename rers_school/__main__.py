"""`python -m rers_school`: the same as `rers-school`."""

from rers_school.cli import main

main()
