import json
import os
import re
import socket
import socketserver
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from scheduler.alerts import Channel, Message, load_told, messages, missing_scheduler, note_told
from scheduler.deliver import Delivery, in_pieces
from scheduler.health import Verdict, load_verdicts
from scheduler.outbox import Outbox
from scheduler.state import State, load_state
from storage.home import Home

NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)
OPS = Channel("json://127.0.0.1:9/ops", name="ops")
OWNER = Channel("json://127.0.0.1:9/owner", frozenset({"hubei"}))
TITLES = {"hubei": "湖北文明网", "hebei": "河北文明网"}


def verdict(state: str = "ok", cause: str | None = None, reason: str | None = None) -> Verdict:
    return Verdict(state=state, since=NOW, cause=cause, reason=reason, runs=(7, 9) if cause else ())  # type: ignore[arg-type]


BLOCKED = verdict("blocked", "blocked", "9 of 9 visits were refused")


def test_trouble_is_told_with_site_cause_and_evidence() -> None:
    (message,) = messages([OPS], {"hubei": BLOCKED}, TITLES, {})
    assert message.title == "wenming: 1 个站点异常 in trouble"
    assert message.body.splitlines() == [
        "✗ 湖北文明网 (hubei): 被拦截 blocked since 11-25 12:00",
        "  9 of 9 visits were refused",
        "  wenming runs show 7, 9",
    ]


def test_an_owner_hears_of_his_sites_only() -> None:
    verdicts = {"hubei": BLOCKED, "hebei": verdict("broken", "DNS", "gone")}
    to_ops, to_owner = messages([OPS, OWNER], verdicts, TITLES, {})
    assert "河北文明网" in to_ops.body
    assert "河北文明网" not in to_owner.body


def test_what_was_told_is_not_repeated_until_it_changes() -> None:
    told = {OPS.key: messages([OPS], {"hubei": BLOCKED}, TITLES, {})[0].told}
    assert messages([OPS], {"hubei": BLOCKED}, TITLES, told) == []
    worse = verdict("broken", "redesign", "3 of 3 list pages without a link")
    assert "疑似改版" in messages([OPS], {"hubei": worse}, TITLES, told)[0].body


def test_a_recovery_is_told_once() -> None:
    told = {OPS.key: {"hubei": "blocked/blocked"}}
    (message,) = messages([OPS], {"hubei": verdict()}, TITLES, told)
    assert message.body == "✓ 湖北文明网 (hubei): 被拦截 blocked 已恢复 is over"
    assert messages([OPS], {"hubei": verdict()}, TITLES, {OPS.key: message.told}) == []


def test_a_pause_is_neither_trouble_nor_recovery() -> None:
    told = {OPS.key: {"hubei": "blocked/blocked"}}
    (message,) = messages([OPS], {"hubei": verdict("paused")}, TITLES, told)
    assert message.body == ""
    assert message.told == {}


def test_one_cause_of_all_sites_is_one_line() -> None:
    low = verdict("degraded", "disk", "120 MB free, 500 MB are kept")
    (message,) = messages([OPS], {f"site{n}": low for n in range(33)}, {}, {})
    assert len(message.body.splitlines()) == 2
    assert "磁盘空间不足" in message.body


def test_many_sites_with_one_trouble_are_told_apart_and_one_is_the_example() -> None:
    verdicts = {f"site{n}": verdict("broken", "unreachable", f"{n} of 9 failed") for n in range(5)}
    (message,) = messages([OPS], verdicts, dict.fromkeys(verdicts, "云川文明网"), {})
    first, second = message.body.splitlines()
    assert all(f"云川文明网 ({site})" in first for site in verdicts)
    assert second == "  site0: 0 of 9 failed"


def test_quiet_sites_are_no_alarm() -> None:
    assert messages([OPS], {"hubei": verdict("quiet", "quiet", "…")}, TITLES, {}) == []


def test_the_key_of_a_channel_hides_its_secret() -> None:
    key = Channel("wecombot://A-SECRET").key
    assert key.startswith("wecombot-")
    assert "SECRET" not in key


def test_a_scheduler_without_life_is_an_alarm() -> None:
    assert missing_scheduler(NOW, NOW).is_alarm
    assert "never ran" in (missing_scheduler(None, NOW).reason or "")


class _Sent:
    """A delivery that has ended."""

    def __init__(self, message: Message, failure: str) -> None:
        self.message, self.failure = message, failure

    def poll(self) -> str:
        return self.failure


def test_an_alert_that_failed_is_sent_again_and_one_that_arrived_is_not(tmp_path: Path) -> None:
    sent: list[Message] = []
    failures = iter(["no route", "", ""])

    def deliver(message: Message) -> _Sent:
        sent.append(message)
        return _Sent(message, next(failures))

    outbox = Outbox(Home(tmp_path), [OPS], deliver=deliver)  # type: ignore[arg-type]
    for _ in range(4):
        outbox.send({"hubei": BLOCKED}, TITLES)
        outbox.collect()
    assert len(sent) == 2
    assert load_told(Home(tmp_path)) == {OPS.key: {"hubei": "blocked/blocked"}}


def test_what_others_told_meanwhile_is_not_forgotten(tmp_path: Path) -> None:
    home, gone = Home(tmp_path), {"scheduler": missing_scheduler(None, NOW)}
    note_told(home, messages([OPS], gone, {}, {}))
    on_its_way = messages([OPS], {"hubei": BLOCKED}, TITLES, load_told(home))
    note_told(home, messages([OPS], {"scheduler": verdict()}, {}, load_told(home)))
    note_told(home, on_its_way)
    assert load_told(home) == {OPS.key: {"hubei": "blocked/blocked"}}


def test_many_may_note_at_once(tmp_path: Path) -> None:
    home, sites = Home(tmp_path), [f"site{n}" for n in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(
            pool.map(lambda site: note_told(home, messages([OPS], {site: BLOCKED}, {}, {})), sites)
        )
    assert sorted(load_told(home)[OPS.key]) == sorted(sites)


def test_an_alert_that_cannot_be_written_down_is_not_repeated_all_the_same(tmp_path: Path) -> None:
    sent: list[Message] = []

    def deliver(message: Message) -> _Sent:
        sent.append(message)
        return _Sent(message, "")

    outbox = Outbox(Home(tmp_path), [OPS], deliver=deliver)  # type: ignore[arg-type]
    (tmp_path / "alerts.tmp").mkdir()  # where the draft would be
    for _ in range(3):
        outbox.send({"hubei": BLOCKED}, TITLES)
        outbox.collect()
    assert len(sent) == 1
    (tmp_path / "alerts.tmp").rmdir()
    outbox.send({"hubei": verdict()}, TITLES)
    outbox.collect()
    assert (len(sent), load_told(Home(tmp_path))) == (2, {OPS.key: {}})


@pytest.mark.parametrize("left", ["", "{", "[]", "null", '{"ops": 3}', '{"resumed": []}'])
def test_what_nobody_can_read_is_as_if_it_were_not_there(tmp_path: Path, left: str) -> None:
    home = Home(tmp_path)
    note_told(home, messages([OPS], {"hubei": BLOCKED}, TITLES, {}))
    for name in ("alerts.json", "health.json", "scheduler.json"):
        (tmp_path / name).write_text(left, encoding="utf-8")
    assert [told for told in load_told(home).values() if told] == []
    assert (load_verdicts(home), load_state(home)) == ({}, State())


def test_a_pipe_where_something_was_written_down_keeps_nobody_waiting(tmp_path: Path) -> None:
    for name in ("alerts.json", "health.json", "scheduler.json"):
        os.mkfifo(tmp_path / name)
    home = Home(tmp_path)
    assert (load_told(home), load_verdicts(home), load_state(home)) == ({}, {}, State())


class _Hook(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append(json.loads(body))  # type: ignore[attr-defined]
        self.send_response(500 if "fail" in self.path else 200)
        self.end_headers()
        refusal = b'{"errcode": 93000, "errmsg": "invalid webhook url"}'
        self.wfile.write(refusal if "polite" in self.path else b'{"errcode": 0}')

    def log_message(self, *said: object) -> None:
        pass


@pytest.fixture
def hook() -> Iterator[HTTPServer]:
    with HTTPServer(("127.0.0.1", 0), _Hook) as server:
        server.received = []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()


class _Mailbox(socketserver.StreamRequestHandler):
    """As much of SMTP (RFC 5321) as one letter needs."""

    def handle(self) -> None:
        self.wfile.write(b"220 mail\r\n")
        while line := self.rfile.readline().strip():
            verb = line[:4].upper()
            if verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                letter = b""
                while (part := self.rfile.readline()) != b".\r\n":
                    letter += part
                self.server.letters.append(letter)  # type: ignore[attr-defined]
            self.wfile.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n")
            if verb == b"QUIT":
                return


@pytest.fixture
def mail() -> Iterator[socketserver.TCPServer]:
    with socketserver.TCPServer(("127.0.0.1", 0), _Mailbox) as server:
        server.letters = []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()


def deliver(url: str) -> str:
    pytest.importorskip("apprise", reason="the extra 'alerts' is not installed")
    return Delivery(Message(Channel(url), "标题", "第一行\n第二行", {})).wait()


def test_a_webhook_receives_title_and_text(hook: HTTPServer) -> None:
    assert deliver(f"json://127.0.0.1:{hook.server_port}/hook") == ""
    (received,) = hook.received  # type: ignore[attr-defined]
    assert (received["title"], received["message"]) == ("标题", "第一行\n第二行")


def test_a_webhook_that_refuses_is_told_as_a_failure(hook: HTTPServer) -> None:
    assert deliver(f"json://127.0.0.1:{hook.server_port}/fail") != ""


def test_an_answer_without_end_does_not_take_all_memory() -> None:
    def pour(listening: socket.socket) -> None:
        connected, _ = listening.accept()
        with connected, suppress(OSError):
            connected.recv(65536)
            connected.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            while True:
                connected.sendall(bytes(2**20))

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=pour, args=(listening,), daemon=True).start()
        assert deliver(f"json://127.0.0.1:{listening.getsockname()[1]}/") != ""


def test_a_webhook_that_refuses_with_a_friendly_status_is_told_as_a_failure(
    hook: HTTPServer,
) -> None:
    told = deliver(f"json://127.0.0.1:{hook.server_port}/polite")
    assert told == "refused: invalid webhook url (errcode 93000)"


@pytest.mark.parametrize("most", [30, 100, 2048])
def test_a_long_alert_is_sent_in_pieces_that_lose_nothing(most: int) -> None:
    text = "\n".join(f"✗ 湖北文明网 (hubei{n}): 被拦截\n  {n} visits" for n in range(90))
    pieces = list(in_pieces(text, most))
    assert max(len(piece.encode()) for piece in pieces) <= most
    assert "".join(pieces).replace("\n", "") == text.replace("\n", "")


def test_a_mail_arrives(mail: socketserver.TCPServer) -> None:
    port = mail.server_address[1]
    assert deliver(f"mailto://127.0.0.1:{port}/?from=wenming@a.example&to=ops@b.example") == ""
    (letter,) = mail.letters  # type: ignore[attr-defined]
    assert b"To: " in letter
    assert b"ops@b.example" in letter
    text = message_from_bytes(letter)
    assert text.get_content_type() == "text/plain"
    shown = text.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert shown.splitlines() == ["第一行", "第二行"]


def test_an_address_that_nobody_understands_is_told(hook: HTTPServer) -> None:
    assert "does not understand" in deliver("nonsense://x")


CHATS = {
    "WeCom": ("wecombot://12345678-abcd-1234-abcd-123456789012", "notify_url"),
    "DingTalk": ("dingtalk://0123456789abcdef0123456789abcdef", "notify_url"),
    "Feishu": ("feishu://12345678-abcd-1234-abcd-123456789012", "notify_url"),
    "Slack": ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#ops", "webhook_url"),
}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of Apprise itself
@pytest.mark.parametrize("name", CHATS)
def test_the_chats_of_our_users_receive_what_we_say(
    name: str, hook: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    apprise = pytest.importorskip("apprise", reason="the extra 'alerts' is not installed")
    url, address = CHATS[name]
    # Their servers are far away: the same request goes to ours.
    chat = type(apprise.Apprise.instantiate(url))
    monkeypatch.setattr(chat, address, f"http://127.0.0.1:{hook.server_port}/chat")
    sender = apprise.Apprise()
    assert sender.add(url)
    sender.notify(title="标题", body="第一行\n第二行", body_format=apprise.NotifyFormat.TEXT)
    received = json.dumps(hook.received, ensure_ascii=False)  # type: ignore[attr-defined]
    assert "标题" in received
    assert re.search(r"第一行(\\r)?\\n第二行", received)
