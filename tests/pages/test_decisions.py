"""Decision records: two persons, frozen inputs, a hash that a command computes anew."""

from __future__ import annotations

import hashlib
import io
import json
from importlib import import_module
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.core import signing
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from deals.actions._changed import NotAllowed, NotFound
from deals.actions.decision_faults import decision_faults
from deals.actions.decisions import DecisionRefused, confirm_decision, digest
from deals.reports.decision_body import frozen
from deals.reports.red_flag_evidence import sheet_answers
from dealtracker.access.models import Membership, User
from dealtracker.access.walls import as_viewer
from dealtracker.desk.models import DecisionProposal, DecisionRecord, Task, TaskComment
from dealtracker.ids import private_key, public_id
from tests import cast, make
from tests.world import World

pytestmark = pytest.mark.django_db
GIVEN = {"answer.RFI-9": "yes", "evidence.RFI-9": "call with the vendor, 12 Jan"}


@pytest.fixture
def gina(world: World) -> Client:
    """A second editor of the team, and of public deals."""
    user = User.objects.create_user("gina", password=None)
    for wall in Membership.objects.filter(user=world.cast.users["dan"]).values_list("compartment_id", flat=True):
        Membership.objects.create(user=user, compartment_id=wall, part=cast.EDITS, start=cast.SINCE, approved_by=user)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def form(**more: str) -> dict[str, str]:
    second = str(User.objects.get(username="gina").pk)
    return {"outcome": "wait", "reasons": "The chip is not known.\nAsk first.", "case_number": "2026/0042", "second": second, **more}


def proposed(world: World, name: str = "hidden", **more: str) -> str:
    """Dan decides; the address at which it is confirmed."""
    answer = world.client("dan").post(f"/deals/{world.id(name)}/decisions/propose/", form(**more))
    assert answer.status_code == 302, answer.context["form"].errors
    [one] = world.client("dan").get(f"/deals/{world.id(name)}/decisions/").context["waiting"]
    return str(one["url"])


def recorded(world: World, gina: Client, name: str = "hidden", **more: str) -> str:
    answer = gina.post(proposed(world, name, **more), {"do": "confirm"})
    assert answer.status_code == 302, answer.context["form"].errors
    return str(answer["Location"])


def test_two_persons_make_a_record_with_a_hash(world: World, gina: Client) -> None:
    where = recorded(world, gina, **GIVEN)
    page = gina.get(where)
    body = page.context["body"]
    assert page.context["faults"] == []
    assert page.context["inputs"]["digest"] == body["decision"]["inputs_sha256"]
    assert (body["decision"]["decided_by"]["name"], body["decision"]["confirmed_by"]["name"]) == ("dan", "gina")
    assert body["decision"]["case_number"] == "2026/0042"
    assert body["deal"]["revision"] == body["sheet"]["revision"]
    assert [one["result"]["step"] for one in body["findings"]] == ["NEEDS_REVIEW"]
    assert body["versions"]["screening"] == "not screened: no list loaded"
    [flag] = [item for item in body["red_flags"] if item["id"] == "RFI-9"]
    assert (flag["answer"], flag["evidence"]) == ("yes", "call with the vendor, 12 Jan")
    assert "2026/0042" in page.content.decode() and page.context["digest"] in page.content.decode()


def test_the_download_is_what_the_hash_is_of(world: World, gina: Client) -> None:
    where = recorded(world, gina)
    told = gina.get(where).context["digest"]
    content = gina.get(where.rstrip("/") + ".json").content
    assert hashlib.sha256(content).hexdigest() == told
    assert json.loads(content)["schema"] == "decision-record/1"


def test_evidence_is_kept_as_it_stood(world: World, gina: Client) -> None:
    body = gina.get(recorded(world, gina)).context["body"]
    [amount] = [one for one in body["evidence"] if one["at"] == "/facilities/f1/amount"]
    assert {claim["source"]["publisher"] for claim in amount["claims"]} == {cast.CANARIES["publisher"], "Northern Wire"}
    assert all("quote" not in claim for claim in amount["claims"])


def test_every_value_with_a_claim_is_kept_however_many_there_are(world: World) -> None:
    now, keys = timezone.now(), [f"r{place}" for place in range(10, 260)]
    roles = [{"key": key, "party": "le", "role": "noteholder", "scope": key} for key in keys]
    claims = [{"source": "s-wide", "at": [f"/roles/{key}" for key in keys[start::2]]} for start in (0, 1)]
    [deal] = make.save(make.dossier("wide", roles=roles, claims=claims))
    with as_viewer(make.SYSTEM):
        body = frozen(viewer=make.SYSTEM, deal=deal, day=now.date(), today=now.date())
    assert body is not None
    assert {f"/roles/{key}" for key in ("r1", "r2", *keys)} <= {one["at"] for one in body["evidence"]}


def test_the_command_finds_a_record_as_it_was_made(world: World, gina: Client) -> None:
    key, out = recorded(world, gina).split("/")[2], io.StringIO()
    call_command("verify_record", key, stdout=out)
    assert "the record is as it was made" in out.getvalue()


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("body", {"reasons": "other"}, "does not give the stored hash"),
        ("digest", "0" * 64, "does not give the stored hash"),
        ("case_number", "x", "case number"),
        ("decided_at", timezone.now(), "when"),
        ("confirmed_by_id", None, "one person decided and confirmed"),
    ],
)
def test_the_command_finds_what_is_not_as_it_was_made(
    world: World, gina: Client, column: str, value: Any, says: str
) -> None:
    key = recorded(world, gina).split("/")[2]
    with as_viewer(make.SYSTEM):
        record = DecisionRecord.rows.get(pk=private_key("decision", key))
        assert decision_faults(record) == []
    if column == "body":
        record.body["decision"] |= value
    else:
        setattr(record, column, record.decided_by_id if value is None else value)
    with as_viewer(make.SYSTEM):
        assert any(says in fault for fault in decision_faults(record))


def test_inputs_changed_under_a_new_hash_are_found(world: World, gina: Client) -> None:
    """Whoever writes the table may write the hash too; the inputs have a hash of their own, which the proposal keeps."""
    key = recorded(world, gina).split("/")[2]
    with as_viewer(make.SYSTEM):
        record = DecisionRecord.rows.get(pk=private_key("decision", key))
        record.body["findings"] = []
        record.digest = digest(record.body)
        assert any("inputs_sha256: the inputs" in fault for fault in decision_faults(record))
        inputs = {name: value for name, value in record.body.items() if name != "decision"}
        record.body["decision"]["inputs_sha256"] = digest(inputs)
        record.digest = digest(record.body)
        assert decision_faults(record) == ["inputs_sha256: the body does not say what was proposed"]


@pytest.mark.parametrize("body", [{}, {"decision": None}, {"decision": {"inputs_sha256": ""}, "deal": 7}])
def test_a_body_that_is_none_is_said_to_be_none(world: World, gina: Client, body: dict[str, Any]) -> None:
    key = recorded(world, gina).split("/")[2]
    with as_viewer(make.SYSTEM):
        record = DecisionRecord.rows.get(pk=private_key("decision", key))
        record.body = body
        assert decision_faults(record)[-1] == "the body lacks a part that every record has"


def test_a_record_whose_proposal_is_gone_says_so(world: World, gina: Client) -> None:
    key = recorded(world, gina).split("/")[2]
    with as_viewer(make.SYSTEM):
        record = DecisionRecord.rows.get(pk=private_key("decision", key))
        record.body["decision"]["task"] = str(UUID(int=1))
        assert "the proposal that was confirmed is no longer there" in decision_faults(record)


@pytest.mark.parametrize("given", ["decision_" + "0" * 32, "deal_" + "0" * 32, "zz"])
def test_the_command_says_that_there_is_no_such_record(given: str) -> None:
    with pytest.raises(CommandError, match="no such record|not an id"):
        call_command("verify_record", given, stdout=io.StringIO())


def test_a_record_can_be_neither_changed_nor_removed(world: World, gina: Client) -> None:
    key = private_key("decision", recorded(world, gina).split("/")[2])
    with as_viewer(make.SYSTEM):
        for change in (lambda row: row.update(case_number="x"), lambda row: row.delete()):
            with pytest.raises(DatabaseError), transaction.atomic():
                change(DecisionRecord.rows.filter(pk=key))


def test_the_one_who_decided_cannot_confirm(world: World, gina: Client) -> None:
    where = proposed(world)
    answer = world.client("dan").post(where, {"do": "confirm"})
    assert answer.status_code == 400
    assert "second person" in str(answer.context["form"].non_field_errors())
    with as_viewer(make.SYSTEM):
        assert not DecisionRecord.rows.exists()


def test_what_has_changed_since_is_not_confirmed(world: World, gina: Client) -> None:
    where = proposed(world)
    changed = cast.hidden_deal()
    changed["events"].append({"key": "e9", "kind": "term sheet", "occurred": {"by": "2025-11-30"}})
    changed["claims"].append({"source": f"s-{cast.CANARIES['key']}", "at": ["/events/e9"]})
    make.save(changed, update=True)
    page = gina.get(where)
    assert not page.context["is_same"] and b"has changed since" in page.content
    answer = gina.post(where, {"do": "confirm"})
    assert answer.status_code == 400 and "has changed since" in str(answer.context["form"].non_field_errors())
    assert gina.post(where, {"do": "close", "reason": "superseded"}).status_code == 302
    assert gina.get(where).status_code == 404


def test_a_closed_proposal_keeps_its_reason(world: World, gina: Client) -> None:
    where = proposed(world)
    assert gina.post(where, {"do": "close"}).context["form"].errors["reason"] == ["Say why."]
    gina.post(where, {"do": "close", "reason": "not ours to decide"})
    with as_viewer(make.SYSTEM):
        texts = list(TaskComment.rows.order_by("written_at").values_list("text", flat=True))
        assert DecisionProposal.rows.filter(outcome="wait", task__closed_at__isnull=False).count() == 1
    assert "not ours to decide" in texts[-1] and "Sealed" not in texts[0]


def test_a_proposal_is_confirmed_once(world: World, gina: Client) -> None:
    where = proposed(world)
    assert gina.post(where, {"do": "confirm"}).status_code == 302
    assert gina.post(where, {"do": "confirm"}).status_code == 404
    with as_viewer(make.SYSTEM):
        assert DecisionRecord.rows.count() == 1


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"outcome": "perhaps"}, "outcome"), ({"outcome": ""}, "outcome"), ({"reasons": "  "}, "reasons"),
        ({"reasons": "x" * 4001}, "reasons"), ({"case_number": "x" * 81}, "case_number"), ({"second": "me"}, "second"),
        ({"answer.RFI-9": "yes"}, "evidence.RFI-9"), ({"evidence.RFI-9": "a call"}, "answer.RFI-9"),
        ({"answer.RFI-9": "maybe"}, "answer.RFI-9"),
    ],
)  # fmt: skip
def test_an_error_names_its_field(world: World, gina: Client, more: dict[str, str], field: str) -> None:
    answer = world.client("dan").post(f"/deals/{world.id('hidden')}/decisions/propose/", form(**more))
    assert answer.status_code == 400 and field in answer.context["form"].errors
    with as_viewer(make.SYSTEM):
        assert not Task.rows.exists()


def test_the_second_person_is_another_editor_of_the_team(world: World, gina: Client) -> None:
    page = world.client("dan").get(f"/deals/{world.id('hidden')}/decisions/propose/")
    assert [name for _, name in page.context["people"]] == ["gina"]
    for name in ("dan", "carol", "bob"):
        answer = world.client("dan").post(
            f"/deals/{world.id('hidden')}/decisions/propose/", form(second=str(world.cast.users[name].pk))
        )
        assert answer.status_code == 400 and "second" in answer.context["form"].errors


@pytest.mark.parametrize("role", ["anonymous", "alice", "bob", "carol", "eve", "frank"])
def test_others_are_shown_nothing_of_it(world: World, gina: Client, role: str) -> None:
    waiting, root = proposed(world), f"/deals/{world.id('hidden')}/decisions/"
    kept = recorded_by_verb(world, gina, waiting)
    for address in (root, f"{root}propose/", waiting, kept, kept.rstrip("/") + ".json"):
        assert world.client(role).get(address).status_code in (302, 404), address
        assert world.client(role).post(address, form()).status_code in (302, 403, 404, 405), address
    assert not any(word in world.client(role).get(kept).content.decode() for word in cast.CANARIES.values())


def recorded_by_verb(world: World, gina: Client, where: str) -> str:
    return str(gina.post(where, {"do": "confirm"})["Location"])


def test_a_remark_in_the_words_of_a_proposal_is_none(world: World, gina: Client) -> None:
    task = private_key("task", proposed(world).split("/")[5])
    with as_viewer(make.SYSTEM):
        text = TaskComment.rows.get(task=task).text
        other = Task.rows.create(compartment_id=world.cast.team, deal=world.deals["hidden"], title="x", second=world.cast.users["dan"])
        TaskComment.rows.create(compartment_id=world.cast.team, task=other, author=world.cast.users["dan"], text=text)
    assert gina.get(f"/deals/{world.id('hidden')}/decisions/confirm/{public_id('task', other.pk)}/").status_code == 404
    assert gina.get(f"/deals/{world.id('view')}/decisions/confirm/{public_id('task', task)}/").status_code == 404


def test_a_proposal_is_never_changed_and_a_record_is_by_two(world: World, gina: Client) -> None:
    recorded(world, gina)
    with as_viewer(make.SYSTEM):
        with pytest.raises(DatabaseError), transaction.atomic():
            DecisionProposal.rows.update(reasons="other")
        record = DecisionRecord.rows.get()
        with pytest.raises(DatabaseError, match="decision_by_two_persons"), transaction.atomic():
            record.pk, record.confirmed_by_id = None, record.decided_by_id
            record.save(force_insert=True)


def test_the_day_by_which_to_confirm_is_the_tasks(world: World, gina: Client) -> None:
    proposed(world, due="2026-12-24")
    with as_viewer(make.SYSTEM):
        assert str(Task.rows.get().due_date) == "2026-12-24"
    assert "24 Dec 2026" in world.client("dan").get(f"/deals/{world.id('hidden')}/decisions/").content.decode()


def test_the_verb_holds_the_wall_by_itself(world: World, gina: Client) -> None:
    task = private_key("task", proposed(world).split("/")[5])
    assert isinstance(task, UUID)
    now, viewer = timezone.now(), world.cast.viewer("dan")
    with as_viewer(viewer):
        inputs = frozen(viewer=viewer, deal=world.deals["hidden"], day=now.date(), today=now.date())
    assert inputs is not None
    for name, refusal in (("bob", NotFound), ("carol", NotAllowed), ("dan", DecisionRefused)):
        with as_viewer(world.cast.viewer(name)), pytest.raises(refusal):
            confirm_decision(task=task, inputs=inputs, viewer=world.cast.viewer(name), at=now)


def test_the_same_inputs_give_the_same_hash(world: World) -> None:
    now, viewer = timezone.now(), world.cast.viewer("dan")
    with as_viewer(viewer):
        one, two = (frozen(viewer=viewer, deal=world.deals["hidden"], day=now.date(), today=now.date()) for _ in "ab")
    assert one is not None and two is not None
    assert digest(one) == digest(two) != digest({**one, "as_of": "2026-01-01"})


def test_every_item_of_the_lists_in_force_is_on_the_page(world: World) -> None:
    page = world.client("alice").get(f"/deals/{world.id('tokyo')}/red-flags/")
    rows = [row for one in page.context["lists"] for row in one["rows"]]
    assert len(rows) == 19 and {row["answer"] for row in rows} <= {"not known", "no"}
    assert all(row["text"] in page.content.decode().replace("&#x27;", "'") for row in rows)
    assert {row["id"]: row for row in rows}["RFI-1"]["evidence"] == "not screened: no list loaded"


def test_a_list_that_was_not_yet_published_is_not_asked(world: World) -> None:
    page = world.client("alice").get(f"/deals/{world.id('tokyo')}/red-flags/?as_of=2025-06-01")
    assert [one["title"] for one in page.context["lists"]][-1].startswith("Industry Guidance")


@pytest.mark.parametrize(
    ("certainty", "commitment", "answer"),
    [("documented", "committed", "no"), ("reported", "committed", "not_known"), ("stated_by_party", "proposed", "not_known")],
)
def test_the_record_says_no_only_where_a_party_states_the_opposite(
    people: World, certainty: str, commitment: str, answer: str
) -> None:
    sheet = people.client("alice").get(people.url("tokyo")).json()
    sheet["facilities"][0] |= {"commitment": commitment, "standing": {"certainty": certainty}}
    said = sheet_answers(sheet)["RFI-5"]
    assert said[0] == answer and "term loan" in said[1]
    assert "yes" not in {answer for answer, _ in sheet_answers(sheet).values()}


def test_a_sealed_remark_of_before_is_carried_over_once(world: World, gina: Client) -> None:
    carry_over = import_module("dealtracker.desk.migrations.0002_proposals_are_rows").carry_over
    dan, deal = world.cast.users["dan"], world.deals["hidden"]
    told = {
        "deal": str(deal), "day": "2026-11-01", "outcome": "wait", "reasons": "Ask first.", "case_number": "7",
        "decided_by": str(dan.pk), "decided_by_name": "dan", "decided_at": "2026-11-01T09:00:00+00:00",
        "inputs_digest": "0" * 64, "given": {"RFI-9": ["yes", "a call"]},
    }  # fmt: skip
    sealed = signing.dumps(told, salt="dealtracker.decision", compress=True)
    with as_viewer(make.SYSTEM):
        for author, text in ((dan, f"x\n\nSealed: {sealed}"), (gina_of(), f"Sealed: {sealed}"), (dan, "Sealed: nothing")):
            task = Task.rows.create(compartment_id=world.cast.team, deal=deal, title="x", owner=dan)
            TaskComment.rows.create(compartment_id=world.cast.team, task=task, author=author, text=text)
        for _ in "ab":
            carry_over(apps, None)
        [kept] = DecisionProposal.rows.all()
    assert (kept.reasons, kept.decided_by_id, kept.given) == ("Ask first.", dan.pk, {"RFI-9": ["yes", "a call"]})


def gina_of() -> User:
    return User.objects.get(username="gina")


def test_a_proposal_goes_behind_the_wall_with_its_task(world: World, gina: Client) -> None:
    """The task takes it along where a deal is moved; it is otherwise refused every change."""
    task = private_key("task", proposed(world, "tokyo").split("/")[5])
    with as_viewer(make.SYSTEM):
        assert DecisionProposal.rows.get(task=task).compartment_id != world.cast.team
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('dealtracker.moving', 'on', true)")
        Task.rows.filter(pk=task).update(compartment_id=world.cast.team)
        assert DecisionProposal.rows.get(task=task).compartment_id == world.cast.team
