"""A headless Chromium driven over its DevTools protocol: as much of it as the smoke test needs."""
import json
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import websocket

NAMES = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
WORDS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-port=0", "--mute-audio",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
    "--no-first-run", "--remote-allow-origins=*", "about:blank",
)


class Browser:
    """One page; `errors` collects what its console and its scripts complain about."""

    def __init__(self, patience=60):
        self.patience, self.number, self.errors = patience, 0, []
        self.profile = tempfile.mkdtemp(prefix="recovery-browser-")
        program = next(filter(None, map(shutil.which, NAMES)), None)
        assert program, "The browser tests need Chromium (apt install chromium)."
        self.process = subprocess.Popen(
            [program, f"--user-data-dir={self.profile}", *WORDS], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            self._connect()
        except BaseException:
            self.close()
            raise

    def _connect(self):
        port_file = Path(self.profile) / "DevToolsActivePort"
        self._until(lambda: port_file.exists() and len(port_file.read_text().split()) == 2, "Chromium does not start.")
        port, path = port_file.read_text().split()
        self.socket = websocket.create_connection(f"ws://127.0.0.1:{port}{path}", timeout=self.patience)
        self.session = None
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")

    def close(self):
        self.process.terminate()
        self.process.wait(20)
        shutil.rmtree(self.profile, ignore_errors=True)

    def _until(self, condition, complaint):
        deadline = time.monotonic() + self.patience
        while not condition():
            assert time.monotonic() < deadline, complaint
            time.sleep(0.05)

    def send(self, method, **parameters):
        """Send one command and return its result; events that arrive meanwhile are taken in."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        self.socket.send(json.dumps(message))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.number:
                assert "error" not in answer, (method, answer["error"])
                return answer["result"]
            self._take(answer)

    def _take(self, event):
        parameters = event.get("params", {})
        if event.get("method") == "Runtime.exceptionThrown":
            details = parameters["exceptionDetails"]
            self.errors.append(details.get("exception", {}).get("description") or details["text"])
        elif event.get("method") == "Runtime.consoleAPICalled" and parameters["type"] == "error":
            self.errors.append(" ".join(str(part.get("value", part.get("description"))) for part in parameters["args"]))
        elif event.get("method") == "Log.entryAdded" and parameters["entry"]["level"] == "error":
            self.errors.append(f"{parameters['entry']['text']} {parameters['entry'].get('url', '')}")

    def run(self, script):
        """Return the value of an expression in the page; a promise is awaited.

        :raises AssertionError: when the expression throws
        """
        result = self.send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True,
                           timeout=self.patience * 1000)
        assert "exceptionDetails" not in result, result["exceptionDetails"].get("exception", {}).get(
            "description", result["exceptionDetails"]["text"])
        return result["result"].get("value")

    def wait_for(self, script):
        self._until(lambda: self.run(script), f"In vain waited for: {script}")

    def resize(self, width, height=900):
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def open(self, url):
        self.send("Page.navigate", url=url)
        self.wait_for("document.readyState === 'complete'")

    def set_cookie(self, url, name, value):
        self.send("Network.setCookie", url=url, name=name, value=value)

    def take_errors(self):
        """Return what was complained about since the last time."""
        self.run("0")
        found, self.errors = self.errors, []
        return [re.sub(r"\s+", " ", error)[:500] for error in found]
