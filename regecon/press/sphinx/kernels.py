"""Kernels that start warm: forked from a process that has the large libraries loaded.

Every page runs in a kernel of its own, and every new kernel would spend its first seconds on
the same imports. Where the system cannot fork, kernels start as they always do.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import EntryPoint
from multiprocessing.process import BaseProcess
from typing import Any

from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

LOADED = [
    "__main__",
    "ipykernel.kernelapp",
    "altair",
    "ipywidgets",
    "pandas",
    "scipy.optimize",
    "scipy.stats",
    "vl_convert",
]


def _serve(connection_file: str, folder: str, environment: dict[str, str]) -> None:
    from ipykernel.kernelapp import IPKernelApp

    os.setsid()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["kernel"]
    # A kernel looks for modules in the folder it works in.
    sys.path.insert(0, "")
    app = IPKernelApp.instance()
    # The kernel ends by itself when the process it was forked from is gone.
    parent = f"--IPKernelApp.parent_handle={os.getppid()}"
    app.initialize(["-f", connection_file, parent, "--log-level=40"])
    app.start()


class Popen:
    """A forked process with the manners of ``subprocess.Popen``."""

    stdin = stdout = stderr = None

    def __init__(self, process: BaseProcess):
        self.process = process
        self.pid = process.pid

    def poll(self) -> int | None:
        return self.process.exitcode

    def wait(self) -> int | None:
        self.process.join()
        return self.process.exitcode

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        self.process.kill()

    def terminate(self) -> None:
        self.process.terminate()


class WarmProvisioner(LocalProvisioner):
    """Forks a kernel instead of starting one."""

    async def launch_kernel(self, cmd: list[str], **options: Any) -> dict:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(LOADED)
        process = context.Process(
            target=_serve,
            args=(self.parent.connection_file, str(options["cwd"]), options["env"]),
            daemon=True,
        )
        process.start()
        self.process = Popen(process)
        self.pid = self.pgid = process.pid
        self.cwd = options["cwd"]
        return self.connection_info


@contextmanager
def warm() -> Iterator[None]:
    """Kernels of this process start warm, where the system can fork.

    Only here: a process that is forked from this one has no way to the warm process.
    """
    factory = KernelProvisionerFactory.instance()
    usual = factory.default_provisioner_name
    if "forkserver" in multiprocessing.get_all_start_methods():
        entry = EntryPoint("warm", f"{__name__}:WarmProvisioner", factory.GROUP_NAME)
        factory.provisioners["warm"] = entry
        factory.default_provisioner_name = "warm"
    try:
        yield
    finally:
        factory.default_provisioner_name = usual
