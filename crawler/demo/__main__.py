"""Serve the demo site until Ctrl-C: ``python -m crawler.demo --port 8000``."""

import argparse
import contextlib

from crawler.demo.server import serve


def main() -> None:
    """Parse the command line, serve, wait."""
    parser = argparse.ArgumentParser(prog="python -m crawler.demo", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0, the default, takes any free port")
    port = parser.parse_args().port
    with serve(port) as demo, contextlib.suppress(KeyboardInterrupt):
        print(demo.url, flush=True)
        demo.join()


if __name__ == "__main__":
    main()
