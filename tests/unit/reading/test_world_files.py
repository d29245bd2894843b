"""Files as the world sends them: undeclared encodings, pages full of banners, forwarded letters, columns, odd documents."""

from __future__ import annotations

import io
import socket
import zipfile

import pytest

from dealtracker.evidence.files import UnreadableFile, extract
from dealtracker.evidence.reading import read
from tests.unit.reading.news_scoring import UNSEEN, texts
from tests.unit.reading.test_files import _pdf

ENCODINGS = {
    "en": ("cp1252", "utf-16"), "it": ("cp1252", "latin-1"), "es": ("cp1252", "latin-1"), "de": ("cp1252", "iso8859-15"),
    "fr": ("cp1252",), "pt": ("cp1252", "latin-1"), "ru": ("cp1251", "koi8-r", "utf-16-le"),
    "ja": ("shift_jis", "euc_jp", "cp932"), "zh": ("gb18030", "gbk"), "ko": ("euc_kr", "cp949"),
}  # fmt: skip
STORY = (
    "PaleBlueDot AI is seeking a loan of about $300 million from banks to buy Nvidia chips for a data centre in Tokyo, "
    "people said. The end user would be Xiaohongshu. JPMorgan declined to comment on Friday, and others did not reply."
)


@pytest.mark.parametrize("language,encoding", [(code, name) for code, names in ENCODINGS.items() for name in names])
def test_undeclared_encodings_are_told(language: str, encoding: str) -> None:
    for code, _, text in texts(UNSEEN):
        if code == language:
            raw = text.encode(encoding, "ignore")
            assert extract(raw, name="a.txt").text.strip() == raw.decode(encoding).strip()


def _page(body: str, head: str = "") -> str:
    return extract(f"<html><head><title>T</title>{head}</head><body>{body}</body></html>".encode(), name="a.html").text


AROUND = """<nav>Markets: Citi lends $5bn</nav><div id="cookie-consent">Nvidia uses cookies</div>
<article><h1>Loan</h1><p>{story}</p></article><section class="comments"><p>They borrowed $9 billion!</p></section>
<div class="related-articles">Meta raises $30bn</div><footer>MegaMedia Ltd, revenue $2bn</footer>"""


def test_what_stands_around_an_article_is_left_out() -> None:
    text = _page(AROUND.format(story=STORY))
    assert STORY in text
    for gone in ("$5bn", "cookies", "$9 billion", "$30bn", "$2bn"):
        assert gone not in text


def test_a_page_whose_every_part_is_called_comments_is_read_whole() -> None:
    assert STORY in _page(f'<div class="comments-enabled"><p>{STORY}</p></div>')


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2026-01-17T10:00:00Z"}</script>',
        '<meta property="article:published_time" content="2026-01-17T08:00:00+01:00">',
    ],
)
def test_the_day_a_page_states_for_machines_places_its_weekdays(head: str) -> None:
    proposals = read(_page(f"<article><p>{STORY}</p></article>", head))
    assert [p.value for p in proposals if p.field == "source.published"] == ["2026-01-17"]
    assert next(p.more.get("day") for p in proposals if p.field == "reply") == "2026-01-16"


def test_hostile_markup_reaches_nothing_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    text = _page(
        f'<base href="http://evil.example/"><img src="//evil.example/x.png"><iframe src="http://evil.example"></iframe><p onclick="x()">{STORY}</p><object data="file:///etc/passwd"></object>'
    )
    assert STORY in text and "evil" not in text and "root:" not in text


def test_a_forwarded_letter_and_its_marks() -> None:
    inner = f"From: x@example.org\r\nSubject: Original\r\nDate: Mon, 1 Dec 2025 10:00:00 +0000\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{STORY}\r\n"
    mail = (
        "From: a@example.org\r\nSubject: FW\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=X\r\n\r\n--X\r\n"
        "Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nZur Kenntnis: f=FCr euch.\r\n--X\r\n"
        f"Content-Type: message/rfc822\r\n\r\n{inner}--X\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=b.txt\r\n\r\nsecret attachment\r\n--X--\r\n"
    )
    text = extract(mail.encode(), name="a.eml").text
    assert "für euch" in text and STORY in text and "Original" in text and "secret" not in text
    quoted = "From: a@example.org\r\nSubject: S\r\n\r\n" + "".join(
        f"> {line}\r\n" for line in ("one two", "three", "four")
    )
    assert "one two\nthree\nfour" in extract(quoted.encode(), name="a.eml").text


def test_a_notice_gives_way_to_the_html_of_the_letter() -> None:
    mail = (
        "From: a@example.org\r\nSubject: S\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=X\r\n\r\n--X\r\n"
        f"Content-Type: text/plain\r\n\r\nYour reader shows no HTML.\r\n--X\r\nContent-Type: text/html\r\n\r\n<p>{STORY}</p>\r\n--X--\r\n"
    )
    assert STORY in extract(mail.encode(), name="a.eml").text


def test_words_cut_at_the_end_of_a_line_are_joined() -> None:
    text = extract(
        _pdf("The company is seek-", "ing a loan of about US$300m to buy", "GPU-", "Servers from a maker"), name="a.pdf"
    ).text
    assert "seeking a loan" in text and "GPU-" in text


def _docx(xml: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", xml)
    return target.getvalue()


def test_a_document_of_the_strict_kind_is_read() -> None:
    xml = b'<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body><w:p><w:r><w:t>Margin 450 bps</w:t></w:r></w:p></w:body></w:document>'
    assert extract(_docx(xml), name="a.docx").text.strip() == "Margin 450 bps"


def test_entities_in_another_encoding_are_refused() -> None:
    xml = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'.encode("utf-16")
    with pytest.raises(UnreadableFile, match="XML entities"):
        extract(_docx(xml), name="a.docx")


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("shift_jis", "那智クラウドは紀陽銀行と商工中金から総額65億円を期間7年で借り入れた。エヌビディア製のH200を800基導入し、和歌山市の自社施設で運用する。紀陽銀行は認めた。"),
        ("gb18030", "长沙银行已向洞庭算力发放5亿元三年期贷款,供其采购1200张华为昇腾910C。设备将安装在长沙的一处机房,算力由芒果TV包下。长沙银行证实了贷款,洞庭算力未作回应。"),
        ("euc-kr", "보라매컴퓨팅이 국민은행과 우리은행에서 1200억원을 5년간 빌린다. 엔비디아 B200 1500장을 인천 데이터센터에 두고 업스테이지에 제공한다. 국민은행은 확인했다."),
    ],
)
def test_a_short_article_without_spaces_stands_by_itself(encoding: str, text: str) -> None:
    page = f"<html><head><meta charset='{encoding}'></head><body><nav>Menu</nav><div class='cookie-banner'>We use cookies</div><article><p>{text}</p></article></body></html>"
    assert extract(page.encode(encoding), name="page.html").text.strip() == text
