"""``python -m wenming``."""

from wenming.cli.main import main

main()
