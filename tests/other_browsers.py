"""Firefox and WebKit, each through the remote protocol that it brings itself.

Playwright drives only browsers of its own making, so the two that readers have are asked
directly: Firefox over WebDriver BiDi, WebKitGTK (the engine of Safari) over WebDriver.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

WAIT = 60  # seconds for a browser to start, or for a condition of a page
FIREFOX = ("firefox-esr", "firefox")
# A new Firefox asks several hosts for news; this one asks none.
QUIET = {
    "app.normandy.enabled": "false",
    "app.update.enabled": "false",
    "browser.newtabpage.enabled": "false",
    "datareporting.policy.dataSubmissionEnabled": "false",
    "network.captive-portal-service.enabled": "false",
    "network.connectivity-service.enabled": "false",
    "services.settings.server": '"data:,"',
    "toolkit.telemetry.enabled": "false",
}
OWN_BROWSER = "MiniBrowser"  # of WebKitGTK, beside its driver


class Firefox:
    """A headless Firefox with an empty profile."""

    def __init__(self, program: str):
        from websocket import create_connection

        self.profile = tempfile.TemporaryDirectory()
        settings = [f'user_pref("{name}", {value});' for name, value in QUIET.items()]
        Path(self.profile.name, "user.js").write_text("\n".join(settings), encoding="utf-8")
        command = [program, "--headless", "--remote-debugging-port=0", "--no-remote"]
        command += ["--profile", self.profile.name]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        line = next(line for line in self.process.stderr if "WebDriver BiDi listening" in line)
        address = re.search(r"ws://\S+", line)[0]
        self.socket = create_connection(f"{address}/session", timeout=WAIT, suppress_origin=True)
        self.numbers = itertools.count(1)
        self.ask("session.new", capabilities={})
        self.page = self.ask("browsingContext.getTree")["contexts"][0]["context"]

    def ask(self, method: str, **params) -> dict:
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            told = json.loads(self.socket.recv())
            if told.get("id") == number:
                assert told["type"] == "success", told
                return told["result"]

    def open(self, address: str) -> None:
        self.ask("browsingContext.navigate", context=self.page, url=address, wait="complete")

    def run(self, expression: str):
        """The value of an expression in the page, as JSON has it."""
        told = self.ask(
            "script.evaluate",
            expression=f"JSON.stringify({expression})",
            target={"context": self.page},
            awaitPromise=True,
        )
        assert told["type"] == "success", told
        return json.loads(told["result"].get("value", "null"))

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self.socket.close()
        self.process.kill()
        self.process.wait()
        self.profile.cleanup()


class WebKit:
    """WebKitGTK's own small browser, on a screen that nobody sees."""

    def __init__(self, driver: str, browser: str):
        self.screen = None
        environment = dict(os.environ)
        if not environment.get("DISPLAY"):
            number = f":{os.getpid() % 500 + 100}"
            self.screen = subprocess.Popen(
                ["Xvfb", number, "-screen", "0", "1400x1000x24"], stderr=subprocess.DEVNULL
            )
            environment |= {"DISPLAY": number, "WEBKIT_DISABLE_COMPOSITING_MODE": "1"}
        port = 20_000 + os.getpid() % 20_000
        self.driver = subprocess.Popen([driver, f"--port={port}"], env=environment)
        self.address = f"http://127.0.0.1:{port}"
        options = {"binary": browser, "args": ["--automation"]}
        wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        until = time.monotonic() + WAIT
        while True:
            try:
                self.session = self.ask("POST", "/session", wanted)["sessionId"]
                return
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.3)

    def ask(self, method: str, path: str, data: dict | None = None):
        body = json.dumps(data or {}).encode() if method == "POST" else None
        request = urllib.request.Request(f"{self.address}{path}", data=body, method=method)
        with urllib.request.urlopen(request, timeout=WAIT) as answer:
            return json.loads(answer.read())["value"]

    def open(self, address: str) -> None:
        self.ask("POST", f"/session/{self.session}/url", {"url": address})

    def run(self, expression: str):
        script = {"script": f"return JSON.stringify({expression});", "args": []}
        told = self.ask("POST", f"/session/{self.session}/execute/sync", script)
        return json.loads(told or "null")

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self.ask("DELETE", f"/session/{self.session}")
        for process in (self.driver, self.screen):
            if process:
                process.kill()
                process.wait()


def firefox() -> Firefox | None:
    """A running Firefox, or None where there is none."""
    program = next((path for name in FIREFOX if (path := shutil.which(name))), None)
    return Firefox(program) if program else None


def webkit() -> WebKit | None:
    """A running WebKitGTK, or None where it, its driver or a screen is missing."""
    driver = shutil.which("WebKitWebDriver")
    places = Path("/usr/lib").glob(f"*/webkit2gtk-4*/{OWN_BROWSER}")
    browser = next(iter(sorted(places)), None)
    if not (driver and browser and (os.environ.get("DISPLAY") or shutil.which("Xvfb"))):
        return None
    return WebKit(driver, str(browser))


def until(browser: Firefox | WebKit, expression: str) -> None:
    """Wait until an expression is true in the page."""
    end = time.monotonic() + WAIT
    while not browser.run(f"Boolean({expression})"):
        assert time.monotonic() < end, f"never true: {expression}"
        time.sleep(0.2)


@contextlib.contextmanager
def opened(start) -> Iterator[Firefox | WebKit | None]:
    """A browser that is closed in the end, whatever happens."""
    browser = start()
    try:
        yield browser
    finally:
        if browser:
            browser.close()
