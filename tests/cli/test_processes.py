"""The servers as a person starts and stops them."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest

# A slow machine may take this long to start a server, in seconds; nothing is asserted of it.
PATIENCE = 120


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start(*arguments: str, folder: Path) -> subprocess.Popen[str]:
    environment = {k: v for k, v in os.environ.items() if k not in {"SPREADWELL_DATA", "CI"}}
    return subprocess.Popen(
        [sys.executable, "-m", "spreadwell.cli.main", *arguments],
        cwd=folder, env=environment, text=True, stderr=subprocess.PIPE, stdout=subprocess.PIPE,
        preexec_fn=_heed_interrupts,
    )  # fmt: skip


def _heed_interrupts() -> None:
    """A run started in the background ignores Ctrl-C, and whatever it starts would too."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def get(port: int, path: str) -> tuple[int, str | None, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location"), answer.read().decode()
    finally:
        connection.close()


def wait_for(process: subprocess.Popen[str], port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"It ended by itself: {process.communicate()[1]}")
        try:
            get(port, "/account/login/")
            return
        except OSError:
            time.sleep(0.2)
    process.kill()
    pytest.fail("It did not answer.")


def hear(process: subprocess.Popen[str], words: str) -> str:
    """What a process says up to the line with these words."""
    said: list[str] = []
    reader = threading.Thread(target=_read_up_to, args=(process, words, said), daemon=True)
    reader.start()
    reader.join(PATIENCE)
    if not said or words not in said[-1]:
        process.kill()
        pytest.fail(f"It did not say “{words}”: {''.join(said)}")
    return "".join(said)


def _read_up_to(process: subprocess.Popen[str], words: str, said: list[str]) -> None:
    for line in process.stderr or ():
        said.append(line)
        if words in line:
            return


def stop(process: subprocess.Popen[str], how: signal.Signals = signal.SIGINT) -> str:
    process.send_signal(how)
    _, said = process.communicate(timeout=PATIENCE)
    return said


def children_of(process: subprocess.Popen[str]) -> list[str]:
    listed = subprocess.run(
        ["ps", "-e", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    ).stdout
    return re.findall(rf"^\s*(\d+)\s+{process.pid}\s", listed, flags=re.MULTILINE)


def test_an_empty_store_asks_for_its_administrator_and_stops_cleanly(tmp_path):
    port = free_port()
    process = start("serve", "--data", "store", "--port", str(port), folder=tmp_path)
    wait_for(process, port)
    assert get(port, "/")[:2] == (302, "/people/first/")
    assert "Open this store" in get(port, "/people/first/")[2]
    assert get(port, "/static/vendor/nhsuk/nhsuk.css")[0] == 200
    children = children_of(process)
    assert len(children) == 2  # the web server and the worker
    said = hear(process, "Ctrl-C stops it.") + stop(process)
    assert process.returncode == 0
    assert "The store is empty" in said
    assert "Traceback" not in said
    for child in children:
        assert not Path(f"/proc/{child}").exists()
    again = start("serve", "--data", "store", "--port", str(port), folder=tmp_path)
    wait_for(again, port)
    stop(again, signal.SIGTERM)
    assert again.returncode == 0


def test_a_port_in_use_is_said_in_a_sentence(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = start("serve", "--data", "store", "--port", str(port), folder=tmp_path)
        _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert (
        said.strip()
        == f"Port {port} is in use or not allowed here. Try another: --port {port + 1}."
    )


def test_the_demo_leaves_folders_alone_that_it_did_not_make(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep me")
    process = start("demo", "--data", "mine", "--reset", "--load-only", folder=tmp_path)
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert "holds something that the demo did not make" in said
    assert (tmp_path / "mine" / "letter.txt").read_text() == "keep me"


def test_a_load_of_the_demo_that_is_killed_starts_over_and_is_whole(tmp_path):
    first = start("demo", "--data", "d", "--load-only", folder=tmp_path)
    assert first.stderr is not None
    while "Loading" not in first.stderr.readline():
        assert first.poll() is None
    time.sleep(2)  # somewhere within the load
    first.kill()
    first.communicate()
    second = start("demo", "--data", "d", "--load-only", folder=tmp_path)
    _, said = second.communicate(timeout=PATIENCE)
    assert second.returncode == 0, said
    third = start("demo", "--data", "d", "--load-only", folder=tmp_path)
    _, said = third.communicate(timeout=PATIENCE)
    assert third.returncode == 0
    assert "Loading" not in said


def test_the_demo_says_where_it_is_and_who_may_sign_in(tmp_path):
    port = free_port()
    process = start("demo", "--data", "d", "--port", str(port), folder=tmp_path)
    wait_for(process, port)
    said = hear(process, "Ctrl-C stops it.") + stop(process)
    assert process.returncode == 0, said
    assert f"http://127.0.0.1:{port}/" in said
    assert re.search(r"Board member +\S+@example\.org", said)
    assert "Traceback" not in said
