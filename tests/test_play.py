"""What a class has played, as a lab reads it; the words and the address of the room."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from regecon.data import DataError, load
from regecon.data.folder import descriptor, table_names
from regecon.data.play import COLUMNS, class_gain, load_play, play_format, play_summary
from regecon.desk.play import address, command
from regecon.desk.play.items import items, listed
from regecon.desk.weeks import read_weeks

ROOT = Path(__file__).resolve().parents[1]
DATASETS = ROOT / "datasets"
SESSIONS = [name for name in table_names() if re.fullmatch(r"play_\w+_synthetic", name)]
HEAD = ",".join(COLUMNS)
ROW = "shadow,ab12cd34,1,p1,1,amnesty,register,yes,,12.5,false"


def write(tmp_path, *rows: str) -> Path:
    path = tmp_path / "class.csv"
    path.write_text("\r\n".join([HEAD, *rows]) + "\r\n", encoding="utf-8")
    return path


def test_an_export_is_read_with_its_types(tmp_path):
    frame = load_play(write(tmp_path, ROW, ROW.replace("p1", "p2").replace("12.5", "")))
    assert frame["payoff"].tolist()[0] == 12.5
    assert frame["dropped"].tolist() == [False, False]
    assert frame["round"].dtype == "int64"


@pytest.mark.parametrize("name", SESSIONS)
def test_a_made_up_session_has_the_form_of_a_real_one(name):
    info = descriptor(name)
    assert info["schema"] == play_format()["schema"]
    read = load_play(DATASETS / info["path"])
    assert read.equals(load(name))
    assert set(read["game"]) == {name.removeprefix("play_").removesuffix("_synthetic")}
    assert read["participant"].nunique() >= 12
    assert not play_summary(read).empty


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("false", "no", "row 2, column dropped: expected boolean, found 'no'"),
        (",1,p1", ",0,p1", "row 2, column round: expected minimum 1, found '0'"),
        ("12.5", "12,5", "row 2: expected 11 cells, found 12"),
        ("12.5", "much", "row 2, column payoff: expected number, found 'much'"),
        ("ab12cd34", "", "row 2, column session: a value is required"),
    ],
)
def test_what_is_wrong_is_told_with_row_and_column(tmp_path, old, new, told):
    with pytest.raises(DataError, match=re.escape(told)):
        load_play(write(tmp_path, ROW.replace(old, new)))


def test_a_decision_twice_or_a_payoff_twice_is_refused(tmp_path):
    with pytest.raises(DataError, match="row 3: expected unique values of the key"):
        load_play(write(tmp_path, ROW, ROW))
    with pytest.raises(DataError, match="row 3, column payoff: expected one payoff"):
        load_play(write(tmp_path, ROW, ROW.replace("register", "pay")))


def test_another_file_is_refused_with_what_to_do(tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text("participant.code,player.payoff\nx,1\n", encoding="utf-8")
    with pytest.raises(DataError, match="on the page Data take Custom export"):
        load_play(path)
    with pytest.raises(DataError, match="there is no such file"):
        load_play(tmp_path / "none.csv")


def test_summary_counts_by_treatment_and_by_group(tmp_path):
    rows = [ROW, ROW.replace("p1", "p2").replace("yes", "no"), ROW.replace("p1", "p3")]
    rows += [ROW.replace("p1", "p4").replace("amnesty", "")]
    frame = load_play(write(tmp_path, *rows))
    told = play_summary(frame).set_index(["treatment", "decision"])
    assert told.loc[("amnesty", "yes"), "answers"] == 2
    assert told.loc[("amnesty", "yes"), "share"] == pytest.approx(2 / 3)
    assert told.loc[("control", "yes"), "share"] == 1
    assert set(play_summary(frame, by="group")["group"]) == {1}
    with pytest.raises(ValueError, match="expected by='treatment' or by='group'"):
        play_summary(frame, by="name")


def test_gain_is_the_share_of_what_there_was_to_gain():
    assert class_gain(0.4, 0.7) == 0.5
    assert class_gain(0.5, 0.25) == -0.5
    assert class_gain(0.9, 1.0) is None


def test_every_week_has_items_and_the_quiz_has_right_answers():
    for week in read_weeks(ROOT):
        found = items(week, ROOT)
        assert len(found) >= 5
        assert len({item.key for item in found}) == len(found)
        for item in found:
            rights = sum(choice.right for choice in item.asked.choices)
            assert rights == ("-quiz-" in item.key)
    assert listed(12, ROOT).startswith("1. Of 100 young people")
    with pytest.raises(ValueError, match="There is no week 17"):
        listed(17, ROOT)


def test_what_the_teacher_reads_has_address_password_and_way_out(tmp_path):
    one, other = command.new_password(), command.new_password()
    assert one != other
    assert re.fullmatch(r"[a-z2-9]{10}", one)
    told = "\n".join(command.told("http://192.168.1.7:8000", one, tmp_path, alone=False))
    for words in ("http://192.168.1.7:8000/room/class", one, str(tmp_path), "hotspot"):
        assert words in told
    assert "in no network" in "\n".join(command.told("http://x", one, tmp_path, alone=True))


def test_the_secret_stays_with_the_data_and_is_for_its_owner(tmp_path):
    secret = command.secret(tmp_path)
    assert command.secret(tmp_path) == secret
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0


def test_a_taken_port_is_seen():
    import socket

    with socket.socket() as other:
        other.bind((address.HERE, 0))
        other.listen()
        assert not address.is_free(address.HERE, other.getsockname()[1])
