"""Batches: the same rows by whatever engine, and what a lost worker costs."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import cloudpickle
import fake_engine
import pytest
from distributed import Client, LocalCluster
from fake_engine import FakeEngine
from moto.server import ThreadedMotoServer
from s3fs import S3FileSystem
from test_dataset import whole

from pipeline import batches, cli, inputs, reading
from pipeline.batches import dask, parts
from pipeline.batches.items import Item, cut
from pipeline.batches.task import Job, OtherRules
from pipeline.dataset.folder import DatasetError
from pipeline.isolation import Limits
from pipeline.review import log

NOBODY = "tcp://127.0.0.1:9"

# Dask's workers have no folder of tests to import from
cloudpickle.register_pickle_by_value(fake_engine)
cloudpickle.register_pickle_by_value(sys.modules[__name__])


def load(rules: tuple[str, ...]) -> FakeEngine:
    """An engine, as a worker gets it."""
    return FakeEngine()


def job(target: Path | str, **changes: object) -> Job:
    return Job(str(target), load, (), FakeEngine.rulebook.digest, Limits())._replace(**changes)


def reports(folder: Path, count: int, **texts: str) -> Path:
    """`count` small reports, and some of the given words."""
    folder.mkdir()
    for number in range(count):
        (folder / f"r{number:03}.txt").write_text(f"企业有{number}家，其中12家在第3页。\n", "utf-8")
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return folder


def items(folder: Path) -> tuple[Item, ...]:
    return batches.listed([str(folder)], "no-parts-here").items


def files(folder: Path) -> dict[str, bytes]:
    """The parts, byte for byte."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*.parquet")}


def tables(folder: Path) -> dict[str, bytes]:
    """A dataset without run.json, byte for byte."""
    return {name: content for name, content in whole(folder).items() if name != "run.json"}


def states(target: Path | str) -> dict[str, str]:
    """document_id -> state, of all parts."""
    return {part.document.document_id: part.document.state for part in batches.documents(str(target))}


@pytest.fixture(scope="module")
def store() -> Iterator[S3FileSystem]:
    """An object store on loopback; its workers find it by the environment, as everywhere."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    settings = {
        "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
    }  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setenv(name, value)
        S3FileSystem.clear_instance_cache()
        yield S3FileSystem()
        S3FileSystem.clear_instance_cache()
    server.stop()


@pytest.fixture(scope="module")
def client(store: S3FileSystem) -> Iterator[Client]:
    with dask.cluster("", 2) as client:
        yield client


# --- without a cluster ------------------------------------------------------------------------


def test_gathered_parts_are_what_extraction_makes(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", 45, bad="fail", empty=" ", quoted='甲"乙",\r\n有7家')
    record = batches.run(job(tmp_path / "parts"), items(folder))
    given = inputs.collect([folder], tmp_path / "out").inputs
    assert list(batches.documents(str(tmp_path / "parts"))) == list(
        reading.parts(FakeEngine(), given, 1, Limits())
    )
    assert record["documents"] == {"done": 46, "failed": 1, "empty": 1}
    assert record["parts"] == ["part-000000", "part-000001", "part-000002"]
    assert record["figures"] == record["roles"]["figure"] == 91


def test_one_worker_and_two_write_the_same_bytes(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", 45)
    for jobs in (1, 2):
        batches.run(job(tmp_path / str(jobs)), items(folder), jobs)
    assert files(tmp_path / "1") == files(tmp_path / "2")


def test_an_earlier_run_leaves_nothing(tmp_path: Path) -> None:
    batches.run(job(tmp_path / "parts"), items(reports(tmp_path / "many", 45)))
    batches.run(job(tmp_path / "parts"), items(reports(tmp_path / "few", 2)))
    assert sorted(states(tmp_path / "parts")) == ["r000", "r001"]
    assert len(files(tmp_path / "parts")) == len((*parts.TABLES, "text"))


def test_what_is_no_folder_of_parts_is_not_touched(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", 2)
    with pytest.raises(DatasetError, match="holds other files"):
        batches.run(job(folder), items(folder))
    assert len(list(folder.iterdir())) == 2


def test_a_run_that_did_not_end_gives_no_parts(tmp_path: Path) -> None:
    def stop(_: object) -> None:
        raise KeyboardInterrupt

    batches.run(job(tmp_path / "parts"), items(reports(tmp_path / "in", 2)))
    with pytest.raises(KeyboardInterrupt):
        batches.run(job(tmp_path / "parts"), items(tmp_path / "in"), watch=stop)
    with pytest.raises(batches.NotParts, match="no parts of a finished run"):
        list(batches.documents(str(tmp_path / "parts")))


def test_questions_in_sql(tmp_path: Path) -> None:
    batches.run(job(tmp_path / "it's"), items(reports(tmp_path / "in", 45)))
    told = batches.open_parts(str(tmp_path / "it's"))
    answer = told.sql(
        "SELECT count(*) AS n, max(char_start) AS last FROM figures JOIN text USING (document_id)"
    )
    assert answer.to_dict("records") == [{"n": 90, "last": 9}]


def test_batches_hold_neighbours() -> None:
    made = cut([Item(f"{number:03}", "", "") for number in range(45)])
    assert [len(batch.items) for batch in made] == [20, 20, 5]
    assert [item.document_id for batch in made for item in batch.items] == [f"{n:03}" for n in range(45)]


# --- on Dask ----------------------------------------------------------------------------------


def test_dask_writes_the_same_bytes(tmp_path: Path, client: Client) -> None:
    folder = reports(tmp_path / "in", 45, bad="fail")
    batches.run(job(tmp_path / "here"), items(folder))
    batches.run(job(tmp_path / "there"), items(folder), cluster=client)
    assert files(tmp_path / "here") == files(tmp_path / "there")


def test_a_document_that_always_kills_its_worker_is_marked_and_left_out(
    tmp_path: Path, client: Client
) -> None:
    folder = reports(tmp_path / "in", 45)
    batches.run(job(tmp_path / "whole"), items(folder))
    reports(tmp_path / "deadly", 45, r020x="killed")
    record = batches.run(job(tmp_path / "parts"), items(tmp_path / "deadly"), cluster=client)
    made = states(tmp_path / "parts")
    assert made.pop("r020x") == "failed"
    assert made == states(tmp_path / "whole")
    assert record["messages"] == [f"r020x.txt: {dask.GUILTY}"]
    rows = [row for part in batches.documents(str(tmp_path / "parts")) for row in part.figures.splitlines()]
    others = [row for part in batches.documents(str(tmp_path / "whole")) for row in part.figures.splitlines()]
    assert rows == others
    assert list(made) == sorted(made)  # its neighbours were read anew, in parts of their own: in their place


def test_a_cluster_whose_workers_are_gone_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dask, "STARVED", 0.5)
    folder = reports(tmp_path / "in", 3)
    with (
        LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address="127.0.0.1:0") as empty,
        Client(empty) as nobody,
        pytest.raises(dask.NoCluster, match="none came back; start workers"),
    ):
        batches.run(job(tmp_path / "parts"), items(folder), cluster=nobody)


def test_a_worker_killed_from_outside_costs_nothing(tmp_path: Path, client: Client) -> None:
    folder = reports(tmp_path / "in", 200)
    batches.run(job(tmp_path / "here"), items(folder))
    killed: list[int] = []

    def kill_once(_: object) -> None:
        if not killed:
            killed.extend(client.run(os.getpid).values())
            os.kill(killed[0], signal.SIGKILL)

    batches.run(job(tmp_path / "there"), items(folder), cluster=client, watch=kill_once)
    assert killed
    assert files(tmp_path / "here") == files(tmp_path / "there")


def test_a_worker_that_may_start_no_process_reads_files_itself(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", 2)
    (folder / "page.html").write_text("<p>企业有7家。</p>", "utf-8")
    context = multiprocessing.get_context("fork")
    task = partial(batches.run, job(tmp_path / "parts"), items(folder))
    worker = context.Process(target=task, daemon=True)  # as Dask's own are, if they are not told otherwise
    worker.start()
    worker.join(60)
    assert states(tmp_path / "parts") == {"page": "done", "r000": "done", "r001": "done"}


def test_a_worker_with_other_rules_stops_the_run(tmp_path: Path, client: Client) -> None:
    folder = reports(tmp_path / "in", 2)
    with pytest.raises(OtherRules, match="same version"):
        batches.run(job(tmp_path / "parts", digest="other"), items(folder), cluster=client)


def test_an_address_without_a_scheduler_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask, "PATIENCE", 0.5)
    with pytest.raises(dask.NoCluster, match="no scheduler answers"), dask.cluster(NOBODY, 0):
        pass


# --- from and to an object store --------------------------------------------------------------


@pytest.fixture
def bucket(store: S3FileSystem, request: pytest.FixtureRequest) -> str:
    """The address of an empty bucket."""
    name = request.node.name.replace("_", "-")[:60]
    store.mkdir(name)
    return f"s3://{name}"


def test_reports_of_a_store_are_read_into_it(
    tmp_path: Path, bucket: str, store: S3FileSystem, client: Client
) -> None:
    folder = reports(tmp_path / "in", 45, bad="fail")
    store.put(str(folder), f"{bucket}/in", recursive=True)
    batches.run(job(tmp_path / "here"), items(folder))
    there = batches.listed([f"{bucket}/in"], f"{bucket}/parts").items
    assert [item[:2] for item in there] == [item[:2] for item in items(folder)]
    batches.run(job(f"{bucket}/parts"), there)
    assert list(batches.documents(f"{bucket}/parts")) == list(batches.documents(str(tmp_path / "here")))
    batches.run(job(f"{bucket}/dask"), there, cluster=client)
    assert list(batches.documents(f"{bucket}/dask")) == list(batches.documents(str(tmp_path / "here")))
    answer = batches.open_parts(f"{bucket}/dask").sql("SELECT count(*) AS n FROM figures")
    assert answer.n[0] == 90


def test_what_stands_beside_a_report_in_a_store_comes_with_it(bucket: str, store: S3FileSystem) -> None:
    for name in ("a.txt", "a.yaml", log.NAME, "b.pdf", ".hidden/c.txt", "d.md"):
        store.pipe_file(f"{bucket}/2023/{name}", b"1")
    found = batches.listed([bucket], "parts").items
    assert [(item.document_id, item.file) for item in found] == [("a", "2023/a.txt"), ("b", "2023/b.pdf")]
    assert [url.rpartition("/")[2] for url in found[0].beside] == ["a.yaml", log.NAME]


def test_an_address_without_reports_is_said(bucket: str) -> None:
    with pytest.raises(inputs.NothingToDo, match="no report at this address"):
        batches.listed([f"{bucket}/nothing"], "parts")


# --- the commands -----------------------------------------------------------------------------


def test_parts_gathered_are_the_dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    reports(tmp_path / "raw", 0, a="2022年，全市新增企业12家。", b="2022年，全市粮食总产量3亿斤。")
    assert cli.main(["extract", "raw", "-o", "whole", "-q"]) == cli.WELL
    assert cli.main(["extract", "raw", "--parts", "-o", "parts", "-q"]) == cli.WELL
    assert cli.main(["gather", "parts", "-o", "gathered", "-q"]) == cli.WELL
    assert tables(tmp_path / "gathered") == tables(tmp_path / "whole")
    assert cli.main(["extract", "raw", "-o", "gathered", "-q"]) == cli.WELL
    assert tables(tmp_path / "gathered") == tables(tmp_path / "whole")


def test_a_store_becomes_a_dataset(tmp_path: Path, bucket: str, store: S3FileSystem) -> None:
    reports(tmp_path / "raw", 0, a="2022年，全市新增企业12家。", b="2022年，全市粮食总产量3亿斤。")
    store.put(str(tmp_path / "raw"), f"{bucket}/raw", recursive=True)
    here, there = str(tmp_path / "here"), str(tmp_path / "there")
    assert cli.main(["extract", str(tmp_path / "raw"), "-o", here, "-q"]) == cli.WELL
    assert cli.main(["extract", f"{bucket}/raw", "-o", there, "-q"]) == cli.WELL
    assert tables(Path(here)) == tables(Path(there))
    record = json.loads((Path(there) / "run.json").read_text("utf-8"))
    assert record["roots"] == []
    cli.main(["extract", f"{bucket}/raw", "-o", there, "-q"])
    assert json.loads((Path(there) / "run.json").read_text("utf-8"))["ended"] == record["ended"]  # left alone
    assert cli.main(["extract", f"{bucket}/raw", "--parts", "-o", f"{bucket}/parts", "-q"]) == cli.WELL
    assert cli.main(["gather", f"{bucket}/parts", "-o", str(tmp_path / "gathered"), "-q"]) == cli.WELL
    assert tables(tmp_path / "gathered") == tables(Path(here))
    store.rm(f"{bucket}/raw", recursive=True)
    assert cli.main(["extract", f"{bucket}/raw", "-o", there, "-q"]) == cli.USAGE
    assert tables(Path(here)) == tables(Path(there))


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["extract", "raw", "--engine", "spark", "-o", "out"], cli.USAGE, "--engine is local or dask"),
        (["extract", "raw", "--scheduler", "tcp://a:1", "-o", "out"], cli.USAGE, "goes with dask"),
        (["extract", "raw", "--parts", "--dry-run", "-o", "out"], cli.USAGE, "written anew"),
        (["extract", "raw", "-o", "s3://bucket/out"], cli.USAGE, "add --parts"),
        (["extract", "nowhere://a", "-o", "out"], cli.FAILED, "no such kind of address"),
        (["extract", "raw", "--engine", "dask", "--scheduler", NOBODY, "-o", "out"], cli.FAILED, "no sched"),
        (["gather", "raw", "-o", "out"], cli.USAGE, "no parts of a finished run"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said(
    arguments: list[str],
    code: int,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(dask, "PATIENCE", 0.5)
    reports(tmp_path / "raw", 1)
    assert cli.main(arguments) == code
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
