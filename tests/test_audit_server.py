"""The review server: what it gives, what it refuses, what it writes down."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from auditing import REPORT, Page, dataset, extracted, reviewing

from pipeline.dataset.frames import open_dataset
from pipeline.review import log


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("audit")
    dataset(folder)
    return folder


@pytest.fixture(scope="module")
def page(home: Path) -> Iterator[Page]:
    with reviewing(home / "extracted", "--reviewer", "李审核") as running:
        yield running


ONE = "/api/documents/yunxi-2023"


def starts(page: Page) -> dict[str, int]:
    """quote -> char_start of each figure."""
    told = page.ask("/api/dataset").json
    quote, start = told["columns"].index("quote"), told["columns"].index("char_start")
    return {row[quote]: int(row[start]) for row in page.ask(ONE).json["figures"]}


def judge(page: Page, start: int, verdict: str, **told: object) -> dict[str, object]:
    answer = page.ask("/api/verdicts", {"document": "yunxi-2023", "start": start, "verdict": verdict, **told})
    assert answer.status == 200, answer.json
    return dict(answer.json)


# --- what it gives ----------------------------------------------------------------------------


def test_the_dataset_and_its_document(page: Page) -> None:
    told = page.ask("/api/dataset").json
    assert told["reviewer"] == "李审核"
    assert not told["readonly"]
    assert [document["id"] for document in told["documents"]] == ["yunxi-2023"]
    assert sorted(place[1] for place in told["queue"]) == sorted(starts(page).values())
    assert page.ask(ONE).json["text"] == REPORT


def test_every_number_is_there(page: Page) -> None:
    roles = page.ask("/api/dataset").json["documents"][0]["roles"]
    numerals = page.ask(ONE).json["numerals"]
    assert sum(roles.values()) == len(numerals)
    assert {REPORT[start:end] for start, end, role, _, _ in numerals if role == "name"} == {"331"}


def test_the_parts_of_a_figure_stand_in_the_text(page: Page) -> None:
    parts = page.ask(f"{ONE}/evidence").json["parts"][str(starts(page)["8%"])]
    said = {(kind, REPORT[start:end]) for kind, start, end in parts}
    assert {("number", "8"), ("unit", "%"), ("qualifier", "以上"), ("indicator", "固定资产投资")} <= said


def test_headings_are_found(page: Page) -> None:
    told = page.ask(ONE).json["headings"]
    assert [REPORT[start:end] for start, end, _ in told] == ["一、2022年工作回顾", "二、2023年主要目标"]


# --- what it writes down ----------------------------------------------------------------------


def test_a_verdict_is_in_the_log_before_it_is_confirmed(page: Page, home: Path) -> None:
    changes = judge(page, starts(page)["35公里"], "accept", why="核对无误")
    entry = log.read(home / "raw" / log.NAME).entries[-1]
    assert (entry.kind, entry.by, entry.quote, entry.why) == ("accept", "李审核", "35公里", "核对无误")
    assert changes["judged"]["yunxi-2023:" + str(starts(page)["35公里"])] == "accepted"  # type: ignore[index]


def test_a_fix_changes_what_follows_from_it(page: Page) -> None:
    start = starts(page)["12.4万吨"]
    changes = judge(page, start, "fix", fields={"unit": "吨", "indicator_code": "grain_output"})
    columns = page.ask("/api/dataset").json["columns"]
    row = dict(zip(columns, changes["figures"][str(start)], strict=True))  # type: ignore[index]
    assert (row["unit"], row["normalized_value"], row["normalized_unit"]) == ("吨", "12400", "kg")
    assert row["review"] == "fixed"


def test_accepting_what_was_fixed_keeps_the_fix(page: Page) -> None:
    start = starts(page)["26个"]
    judge(page, start, "fix", fields={"period": "2021"})
    judge(page, start, "accept")
    assert page.ask(ONE).json["verdicts"][str(start)]["fields"] == {"period": ["2022", "2021"]}


def test_undo_takes_back_the_last_verdict(page: Page) -> None:
    start = starts(page)["5100户"]
    judge(page, start, "reject")
    told = page.ask("/api/undo", {}).json
    assert (told["start"], told["undone"]) == (start, "reject")
    assert str(start) not in page.ask(ONE).json["verdicts"]


def test_a_number_that_is_none_can_be_judged(page: Page) -> None:
    start = next(s for s, e, *_ in page.ask(ONE).json["numerals"] if REPORT[s:e] == "331")
    judge(page, start, "missing", why="试")
    assert [finding[1] for finding in page.ask(ONE).json["findings"] if finding[1] == "missing_figure"]
    judge(page, start, "right")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"value": "一百"}, "十进制数"), ({"period": "去年"}, "时期"), ({"measure": "x"}, "请从"),
        ({"indicator_code": "no_such"}, "规范指标"), ({"quote": "9"}, "不能改"),
        ({"unit": "；；"}, "读不出来"),
    ],
)  # fmt: skip
def test_a_fix_that_does_not_do_is_refused_and_not_saved(
    page: Page, home: Path, fields: dict[str, str], said: str
) -> None:
    before = (home / "raw" / log.NAME).read_bytes()
    answer = page.ask(
        "/api/verdicts",
        {"document": "yunxi-2023", "start": starts(page)["3所"], "verdict": "fix", "fields": fields},
    )
    assert answer.status == 400
    assert said in answer.json["message"]
    assert (home / "raw" / log.NAME).read_bytes() == before


def test_at_the_end_the_dataset_has_the_verdicts_and_extraction_keeps_them(tmp_path: Path) -> None:
    folder = dataset(tmp_path)
    with reviewing(folder) as page:
        judge(page, starts(page)["3所"], "fix", fields={"period": "2024"})
        judge(page, starts(page)["35公里"], "reject")
    told = open_dataset(folder).figures.set_index("quote")
    assert told.loc["3所", ["period", "review"]].tolist() == ["2024", "fixed"]
    assert told.loc["35公里", "review"] == "rejected"
    before = [(folder / name).read_bytes() for name in ("figures.csv", "findings.csv")]
    extracted(tmp_path)
    assert [(folder / name).read_bytes() for name in ("figures.csv", "findings.csv")] == before


def test_a_dataset_that_was_extracted_again_meanwhile_is_said(tmp_path: Path) -> None:
    folder = dataset(tmp_path)
    with reviewing(folder) as page:
        start = starts(page)["3所"]
        extracted(tmp_path, "--fresh")
        told = {"document": "yunxi-2023", "start": start, "verdict": "accept"}
        assert page.ask("/api/verdicts", told).status == 409
        assert page.ask("/api/dataset").status == 200  # the page is loaded again
        assert page.ask("/api/verdicts", told).status == 200


def test_a_verdict_that_is_sent_again_is_written_once(page: Page, home: Path) -> None:
    """Its answer was lost on the way: the page cannot know, and asks again."""
    start = starts(page)["3.5%"]
    for _ in range(2):
        changes = judge(page, start, "accept", id="0123456789abcdef")
        assert "accepted" in changes["figures"][str(start)]  # type: ignore[index]
    told = {"id": "0123456789abcde0"}
    assert [page.ask("/api/undo", told).json["undone"] for _ in range(2)] == ["accept", "accept"]
    entries = log.read(home / "raw" / log.NAME).entries
    assert [entry.kind for entry in entries if entry.id.startswith("01234567")] == ["accept", "undo"]
    told = {"document": "yunxi-2023", "start": start, "verdict": "accept", "id": "../x"}
    assert page.ask("/api/verdicts", told).status == 400


def test_a_document_of_a_dataset_that_is_another_by_now_is_not_shown(tmp_path: Path) -> None:
    """Its text is that of today, its rows would be those of before."""
    folder = dataset(tmp_path)
    with reviewing(folder) as page:
        dataset(tmp_path, REPORT.replace("云溪县2023年", "云溪县人民政府2023年"))
        assert "重新提取" in page.ask(ONE).json["message"]
        assert page.ask(f"{ONE}/evidence").status == 409
        page.ask("/api/dataset")
        assert "人民政府" in page.ask(ONE).json["text"]


def test_a_sample_is_drawn_anew_where_its_figures_have_gone(tmp_path: Path) -> None:
    folder = dataset(tmp_path)
    with reviewing(folder, "--sample", "5") as page:
        before = page.ask("/api/dataset").json
        assert before["notices"] == []
        (tmp_path / "raw" / "yunxi-2023.txt").unlink()
        dataset(tmp_path, REPORT.replace("163.5", "１63.5"), "other-2023.txt")
        assert page.ask("/api/report").status == 409
        assert "重新提取" in page.ask("/api/sign", {"name": "王局长"}).json["message"]
        after = page.ask("/api/dataset").json
        assert [document["id"] for document in after["documents"]] == ["other-2023"]
        assert {place for place, _ in after["sample"]["queue"]} == {0}
        size = before["sample"]["size"]
        assert f"原来抽中的有{size}个已不在样本里" in after["notices"][0]
        assert page.ask("/api/report").status == 200


def test_nothing_is_signed_where_the_report_cannot_be_written(tmp_path: Path) -> None:
    folder = dataset(tmp_path)
    target = folder / "sample-1-seed-1.html"
    with reviewing(folder, "--sample", "1") as page:
        for _, start in page.ask("/api/dataset").json["sample"]["queue"]:
            judge(page, start, "accept" if start in starts(page).values() else "right")
        target.mkdir()
        answer = page.ask("/api/sign", {"name": "王局长"})
        assert (answer.status, "没有签发" in answer.json["message"]) == (500, True)
        assert "sign" not in [entry.kind for entry in log.read(tmp_path / "raw" / log.NAME).entries]
        target.rmdir()
        assert "王局长" in page.ask("/api/sign", {"name": "王局长"}).json["html"]
        assert "王局长" in target.read_text(encoding="utf-8")


def test_without_the_source_nothing_can_be_saved_and_that_is_said(tmp_path: Path) -> None:
    folder = dataset(tmp_path)
    (tmp_path / "raw" / "yunxi-2023.txt").unlink()
    with reviewing(folder) as page:
        assert "--sources" in page.ask("/api/dataset").json["readonly"]
        told = {"document": "yunxi-2023", "start": starts(page)["3所"], "verdict": "accept"}
        assert "找不到" in page.ask("/api/verdicts", told).json["message"]


# --- what it refuses --------------------------------------------------------------------------


def test_it_listens_on_this_machine_only(page: Page) -> None:
    port = int(page.host.rpartition(":")[2])
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    for address in others - {"127.0.0.1", "127.0.1.1"}:
        with pytest.raises(OSError), socket.create_connection((str(address), port), timeout=2):
            pass


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example:{port}", "127.0.0.1.evil.example:{port}", "127.0.0.1",
     "127.0.0.1:1", "127.0.0.1:{port}.evil.example", "[::1]:{port}", "", "0.0.0.0:{port}"],
)  # fmt: skip
def test_a_foreign_host_is_refused(page: Page, host: str) -> None:
    answer = page.ask("/api/dataset", Host=host.format(port=page.host.rpartition(":")[2]))
    assert answer.status in (400, 403)
    assert b"figures" not in answer.body


@pytest.mark.parametrize("token", [None, "", "x", "é", "{token}x"])
def test_without_the_token_there_is_no_data(page: Page, token: str | None) -> None:
    given = token and token.format(token=page.token)
    for path in ("/api/dataset", ONE, f"{ONE}/evidence", f"{ONE}/pages/1", "/api/report"):
        assert page.ask(path, X_Baoshu_Token=given).status == 401
    assert page.ask("/api/undo", {}, X_Baoshu_Token=given).status == 401


@pytest.mark.parametrize("token", ["?token={token}", "?X-Baoshu-Token={token}"])
def test_a_token_in_the_address_does_not_do(page: Page, token: str) -> None:
    """Addresses get into logs and histories; a link from elsewhere must not carry it."""
    assert page.ask("/api/dataset" + token.format(token=page.token), X_Baoshu_Token=None).status == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": "http://127.0.0.1"},
        {"Origin": "https://{host}"}, {"Origin": "http://{host}.evil.example"}, {"Origin": None},
        {"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "same-site"},
    ],
)  # fmt: skip
def test_a_post_of_another_page_is_refused(page: Page, home: Path, headers: dict[str, str | None]) -> None:
    before = (home / "raw" / log.NAME).read_bytes()
    told = {"document": "yunxi-2023", "start": starts(page)["3所"], "verdict": "accept"}
    given = {name: value and value.format(host=page.host) for name, value in headers.items()}
    assert page.ask("/api/verdicts", told, **given).status == 403
    assert (home / "raw" / log.NAME).read_bytes() == before


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", None]
)
def test_a_form_is_refused(page: Page, kind: str | None) -> None:
    assert page.ask("/api/undo", {}, Content_Type=kind).status == 415


@pytest.mark.parametrize(
    "path",
    [
        "/page/..%2f..%2fserver.py", "/page/%2e%2e/server.py", "/page/../server.py",
        "/page/%2e%2e%2fserver.py", "/..%2f..%2f..%2fetc/passwd", "//etc/passwd", "/page/..%5cserver.py",
        "/page/%252e%252e/server.py",
        "/api/documents/..%2f..%2fraw%2fyunxi-2023.txt", "/api/documents/%2e%2e/evidence",
        "/api/documents/yunxi-2023/pages/..%2f1", "/api/documents/yunxi-2023%00", "/page/server.py",
        "/page/audit.js%00.css", "/api/documents/yunxi-2023/pages/-1",
        "/api/documents/yunxi-2023/pages/99999999",
    ],
)  # fmt: skip
def test_a_path_is_no_way_to_a_file(page: Page, path: str) -> None:
    answer = page.ask(path)
    assert answer.status in (400, 404)
    assert b"import" not in answer.body
    assert b"root:" not in answer.body


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])
def test_other_methods_do_nothing(page: Page, method: str) -> None:
    request = (
        f"{method} /api/verdicts HTTP/1.1\r\nHost: {page.host}\r\nX-Baoshu-Token: {page.token}\r\n"
        "Connection: close\r\n\r\n"
    )
    host, _, port = page.host.partition(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall(request.encode())
        status = int(connection.recv(100).split()[1])
    assert status in (400, 403, 405, 415)


def test_two_hosts_are_none(page: Page) -> None:
    request = (
        f"GET /api/dataset HTTP/1.1\r\nHost: {page.host}\r\nHost: evil.example\r\n"
        f"X-Baoshu-Token: {page.token}\r\n\r\n"
    )
    host, _, port = page.host.partition(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall(request.encode())
        assert int(connection.recv(100).split()[1]) in (400, 403)


@pytest.mark.parametrize(
    "body", [b"[]", b"{", b"null", b"x" * 100_000, b'{"document": 1}', b'{"start": "x"}']
)
def test_what_is_no_request_is_refused(page: Page, body: bytes) -> None:
    assert page.ask("/api/verdicts", body).status in (400, 413)


@pytest.mark.parametrize("path", ["/", "/page/audit.css", "/api/dataset", "/nothing"])
def test_every_answer_is_shut_to_the_world(page: Page, path: str) -> None:
    headers = page.ask(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert not {"http:", "https:", "*", "'unsafe-inline'", "'unsafe-eval'"} & set(
        policy.replace(";", " ").split()
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in headers


def test_the_page_itself_holds_no_data(page: Page) -> None:
    assert "云溪" not in page.ask("/", X_Baoshu_Token=None).body.decode()


def test_half_a_character_is_refused_and_nothing_is_saved(page: Page, home: Path) -> None:
    """It would stand in the log, and no table could be written ever after."""
    before = (home / "raw" / log.NAME).read_bytes()
    told = (
        b'{"document":"yunxi-2023","start":%d,"verdict":"note","why":"\\ud800"}' % starts(page)["163.5亿元"]
    )
    assert page.ask("/api/verdicts", told).status == 400
    assert page.ask("/api/verdicts", b"[" * 60_000).status == 400
    assert (home / "raw" / log.NAME).read_bytes() == before


def test_a_fix_is_kept_as_tables_write_it(page: Page) -> None:
    start = starts(page)["12.7亿元"]
    changes = judge(page, start, "fix", fields={"value": "0012.90"})
    assert changes["verdicts"][str(start)]["fields"]["value"] == ["12.7", "12.90"]  # type: ignore[index]
    judge(page, start, "fix", fields={"value": "12.7"})
    told = {"document": "yunxi-2023", "start": start, "verdict": "fix"}
    for fields in ({"value": "１２.９"}, {"period": "２０２１"}):
        assert page.ask("/api/verdicts", {**told, "fields": fields}).status == 400


def test_what_was_said_of_numbers_that_are_none_is_told_with_the_dataset(page: Page) -> None:
    """A sample holds such numbers of documents that are not open."""
    numbers = page.ask("/api/documents/yunxi-2023").json["numerals"]
    start = next(one[0] for one in numbers if one[2] != "figure")
    judge(page, start, "right")
    assert page.ask("/api/dataset").json["judged"][f"yunxi-2023:{start}"] == "right"
    page.ask("/api/undo", {})
    assert f"yunxi-2023:{start}" not in page.ask("/api/dataset").json["judged"]
