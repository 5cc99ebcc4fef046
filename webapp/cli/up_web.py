"""The web server's first process: granian's own command, with the application's modules loaded before it forks.

Every worker shares them, so a start costs the imports once instead of once per worker, and a worker that was killed is
replaced at once. Each worker still makes its own application, with its own database connections.
"""

import gc
import multiprocessing

import webapp.app  # noqa: F401 - loaded for the workers


def main() -> None:
    multiprocessing.set_start_method("fork")  # before granian asks which one to use
    gc.freeze()  # what is shared is never looked through again, so it stays shared
    from granian.cli import entrypoint

    entrypoint()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()
