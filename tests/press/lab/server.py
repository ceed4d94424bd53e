"""A web server as a static host is: it compresses, knows what has not changed, and counts."""

from __future__ import annotations

import gzip
from contextlib import suppress
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

SITE = Path(__file__).resolve().parents[3] / "_build" / "html"
SQUEEZED = {".css", ".html", ".ipynb", ".js", ".json", ".mjs", ".svg", ".wasm"}


@cache
def body(path: Path) -> tuple[bytes, bool]:
    """What goes over the wire for a file, and whether it is compressed."""
    if path.suffix in SQUEEZED:
        return gzip.compress(path.read_bytes(), 6), True
    return path.read_bytes(), False


class Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # an older server's ETag is not believed

    def __init__(self, *arguments, sent: dict[str, int], **options):
        self.sent = sent
        super().__init__(*arguments, **options)

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        if path.is_dir() and self.path.split("?")[0].endswith("/"):
            path /= "index.html"
        if not path.is_file():
            self.send_error(404)
            return
        mark = f'"{path.stat().st_mtime_ns:x}"'
        if self.headers.get("If-None-Match") == mark:
            self.send_response(304)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        content, squeezed = body(path)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("ETag", mark)
        self.send_header("Cache-Control", "no-cache")
        if squeezed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        with suppress(BrokenPipeError, ConnectionResetError):  # the page was closed meanwhile
            self.wfile.write(content)
        name = path.relative_to(SITE).as_posix()
        self.sent[name] = self.sent.get(name, 0) + len(content)

    def log_message(self, *arguments):
        pass


class Server:
    """Serves the built site; ``sent`` holds the bytes of each file that went out."""

    def __enter__(self) -> Server:
        self.sent: dict[str, int] = {}
        handler = partial(Handler, directory=str(SITE), sent=self.sent)
        self.running = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.address = f"http://127.0.0.1:{self.running.server_port}/"
        Thread(target=self.running.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *reason) -> None:
        self.running.shutdown()
        self.running.server_close()
