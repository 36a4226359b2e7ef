"""Batches that come twice, split, late, in another order of shards, or fail in part; clocks that differ and go back; a mail provider that
is down; sockets that are gone."""

import logging
import random
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from parlor.domain.ids import new_ulid
from parlor.domain.log import Message
from tests.chaos.checks import breaches
from tests.chaos.scenarios import talking, texts
from tests.chaos.world import World, worlds

HOUR_MS = 3_600_000


@pytest.fixture
def world() -> Iterator[World]:
    logging.disable(logging.CRITICAL)
    with worlds() as world:
        yield world
    logging.disable(logging.NOTSET)


def a_day(world: World) -> list[dict[str, Any]]:
    """Two conversations, one of them to its end. Returns what the stream told."""
    lin, visitor, talk = talking(world)
    world.frame(lin, "chat", "end", conversation_id=talk)
    world.frame(visitor, "chat", "rate", conversation_id=talk, answers=[{"key": "stars", "stars": 4}])
    world.open(world.visitor("second"))
    return world.records()


def test_batches_twice_split_in_any_order_and_hours_late_count_exactly(world: World) -> None:
    records, chance = a_day(world), random.Random(32)
    for _ in range(4):
        some = chance.sample(records, chance.randint(1, len(records)))
        world.roll_up(some)
        world.clock.pass_ms(5 * HOUR_MS)
    world.roll_up(records)
    world.roll_up(list(reversed(records)))
    assert [each for each in breaches(world) if each.startswith("figures")] == []


def test_a_poison_record_is_parked_the_others_are_counted_and_it_is_counted_once_when_it_is_given_back(world: World) -> None:
    records = a_day(world)
    opened = next(record for record in records if record["dynamodb"]["NewImage"].get("kind", {}).get("S") == "accepted")
    image = opened["dynamodb"]["NewImage"]
    good, image["at"] = image["at"], {"S": "soon"}
    world.roll_up(records)
    sqs: Any = boto3.client("sqs", region_name="us-east-1")
    queue = sqs.get_queue_url(QueueName="parked")["QueueUrl"]
    parked = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]
    assert {"roll_up" in message["Body"] for message in parked} == {True}
    missing = [each for each in breaches(world) if each.startswith("figures")]
    assert len(missing) == 1
    assert "accepted" in missing[0]
    image["at"] = good
    for _ in range(2):
        world.roll_up([opened])
    assert [each for each in breaches(world) if each.startswith("figures")] == []


def test_order_is_by_place_when_the_clocks_of_functions_differ_and_go_back(world: World) -> None:
    lin, visitor, talk = talking(world)
    said = texts(world, talk)
    for step, minutes in enumerate((3, -7, 0, -60, 90, -5)):
        before = world.clock.now
        world.clock.now += minutes * 60_000
        text = f"with a clock of {minutes} minutes"
        assert world.say((lin, visitor)[step % 2], talk, text)()
        said.append(text)
        world.clock.now = before + 1_000
    assert texts(world, talk) == said
    world.tell_streams(random.Random(1))
    assert breaches(world) == []


def test_a_haste_limit_does_not_hold_for_ever_when_the_clock_goes_back(world: World) -> None:
    _lin, visitor, talk = talking(world)
    world.clock.now += 10 * 60_000
    for _ in range(9):
        assert world.say(visitor, talk)()
    world.clock.now -= 10 * 60_000
    world.clock.pass_ms(6_000)
    answers = [world.say(visitor, talk)() for _ in range(3)]
    assert any(answers), "the window of a clock that was ahead holds back a clock that is right"


@pytest.mark.parametrize(
    "at",
    [
        pytest.param(1_774_745_999_000, id="the hour that Europe leaves out"),
        pytest.param(1_798_761_598_000, id="the turn of the year"),
        pytest.param(1_790_783_998_000, id="the turn of a month"),
    ],
)
def test_figures_stand_where_the_event_was_whenever_it_is_counted(world: World, at: int) -> None:
    world.clock.now = at
    records = a_day(world)
    world.clock.pass_ms(30 * HOUR_MS)
    world.roll_up(records)
    assert [each for each in breaches(world) if each.startswith("figures")] == []


def test_a_transfer_finds_an_agent_when_the_clock_goes_back(world: World) -> None:
    lin, visitor, talk = talking(world)
    world.clock.now -= 5 * 60_000
    world.frame(lin, "transfer", "offer", conversation_id=talk, to_department_id=world.support)
    su = world.agent("su", world.support)
    world.pass_s(30)
    assert world.conversation(talk).agent_id == su.subject
    world.tell_streams(random.Random(1))
    assert breaches(world) == []
    assert visitor.subject == world.conversation(talk).visitor_id


def test_ids_of_a_clock_that_goes_back_are_still_different() -> None:
    made = {new_ulid(1_790_000_000_000 - step % 3) for step in range(3_000)}
    assert len(made) == 3_000


def test_a_mail_that_the_provider_does_not_take_comes_again_and_goes_out_once(world: World) -> None:
    lin, visitor, talk = talking(world)
    world.app.conversations.change_profile(visitor.subject, email="v@tea.example", language="en")
    world.sockets.gone.add(visitor.connection)
    world.disconnect(visitor)
    world.pass_s(60, copies=1)
    world.say(lin, talk, "your parcel has come")()
    world.notify(world.records())
    body = next(body for _, body in world.timers.waiting if '"unread_notice"' in body and '"reader":"visitor"' in body)
    world.clock.pass_ms(180_000)
    world.mailer.down = True
    assert [world.ring(body) for _ in range(3)] == [False] * 3, "three times, then it lies in the dead-letter queue"
    assert world.mailer.sent == []
    world.mailer.down = False
    assert [world.ring(body) for _ in range(2)] == [True] * 2, "given back, and delivered twice"
    assert len(world.mailer.sent) == 1


def test_sockets_that_are_gone_lose_nothing_and_are_forgotten(world: World) -> None:
    lin, visitor, talk = talking(world)
    world.sockets.gone |= {visitor.connection, lin.connection}
    assert not world.say(lin, talk, "while nobody is there")(), "the sender's socket is gone: no ack arrives"
    found = world.conversation(talk)
    assert visitor.connection not in found.visitor_sockets
    world.sockets.gone.remove(lin.connection)
    assert world.say(lin, talk, "while nobody is there", n=lin.sent)(), "the same again is acknowledged"
    stored = [entry for entry in world.app.conversations.log(talk, 0, 100) if isinstance(entry, Message)]
    assert [entry.text for entry in stored].count("while nobody is there") == 1
    world.pass_s(90)
    assert not world.conversation(talk).visitor_present
    world.tell_streams(random.Random(1))
    assert breaches(world) == []
