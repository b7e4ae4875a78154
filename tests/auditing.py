"""A review page that really runs: the command in a process of its own, spoken to over the network."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipeline import cli

REPORT = """云溪县2023年政府工作报告
各位代表：
一、2022年工作回顾
全年实现地区生产总值163.5亿元，增长4.2%；一般公共预算收入12.7亿元，增长3.1%；粮食总产量12.4万吨。
新建农村公路35公里，改造老旧小区26个、惠及群众5100户，培育“331”专项3个，城镇登记失业率控制在3.5%以内。
二、2023年主要目标
地区生产总值增长6%左右，固定资产投资增长8%以上，新建学校3所。
"""


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Page:
    """A running review."""

    address: str  # with the token in its fragment
    process: subprocess.Popen[str]

    @property
    def host(self) -> str:
        return urlsplit(self.address).netloc

    @property
    def token(self) -> str:
        return urlsplit(self.address).fragment.removeprefix("token=")

    def ask(self, path: str, told: object = None, **headers: str | None) -> Answer:
        """Ask as the page itself does; `headers` (with _ for -) replace its own, None leaves one out."""
        method = "GET" if told is None else "POST"
        own = {"Host": self.host, "X-Baoshu-Token": self.token}
        if method == "POST":
            own |= {"Origin": f"http://{self.host}", "Content-Type": "application/json"}
        for name, value in headers.items():
            own.pop(name.replace("_", "-"), None)
            if value is not None:
                own[name.replace("_", "-")] = value
        connection = http.client.HTTPConnection(self.host, timeout=30)
        connection.putrequest(method, path, skip_host=True)
        body = told if isinstance(told, bytes) else json.dumps(told).encode()
        for name, value in own.items():
            connection.putheader(name, value.encode())
        if method == "POST":
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body if method == "POST" else None)
        response = connection.getresponse()
        found = Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        connection.close()
        return found


@contextmanager
def reviewing(folder: Path, *options: str) -> Iterator[Page]:
    """Serve the review of a dataset; ends it as Ctrl-C does."""
    command = [sys.executable, "-m", "pipeline.cli", "audit", str(folder), "--no-browser", "-q", *options]
    root = Path(__file__).resolve().parent.parent
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=root
    ) as process:
        assert process.stdout and process.stderr
        line = process.stdout.readline()
        assert "http://" in line, process.stderr.read()
        try:
            yield Page(line[line.index("http://") :].strip(), process)
        finally:
            if process.poll() is None:
                process.send_signal(2)
            process.wait(30)


def dataset(folder: Path, text: str = REPORT, name: str = "yunxi-2023.txt", *options: str) -> Path:
    """A folder with a report and the dataset made of it; gives the dataset."""
    (folder / "raw").mkdir(exist_ok=True)
    (folder / "raw" / name).write_text(text, encoding="utf-8")
    extracted(folder, *options)
    return folder / "extracted"


def extracted(folder: Path, *options: str) -> None:
    """Extract the reports of a folder (again)."""
    code = cli.main(["extract", str(folder / "raw"), "-o", str(folder / "extracted"), "-q", *options])
    assert code in (cli.WELL, cli.WARNED)
