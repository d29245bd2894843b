"""Files become text, and hostile ones one sentence."""

from __future__ import annotations

import io
import zipfile

import docx
import pypdf
import pytest

from dealtracker.evidence.files import LARGEST, UnreadableFile, extract

ARTICLE = "PaleBlueDot AI cerca un prestito da 300 milioni di dollari. È a Tokio: così dice «Bloomberg»."


def _pdf(*lines: str, password: str = "") -> bytes:
    """A small PDF with a text layer, written by hand."""
    content = ("BT /F1 12 Tf 50 700 Td " + " ".join(f"({line}) Tj 0 -20 Td" for line in lines) + " ET").encode(
        "latin-1"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start
    if not password:
        return bytes(out)
    writer, target = pypdf.PdfWriter(clone_from=io.BytesIO(bytes(out))), io.BytesIO()
    writer.encrypt(password, algorithm="RC4-128")
    writer.write(target)
    return target.getvalue()


def _docx() -> bytes:
    document, target = docx.Document(), io.BytesIO()
    document.add_paragraph("Term sheet")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Margin", "450 bps"
    document.save(target)
    return target.getvalue()


def _zip(name: str, content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_in_any_encoding(encoding: str) -> None:
    assert extract(ARTICLE.encode(encoding), name="a.txt").text == ARTICLE


@pytest.mark.parametrize(
    "text,encoding",
    [
        ("Стартап ищет кредит на сумму около трёхсот миллионов долларов для покупки чипов.", "cp1251"),
        ("米国の新興企業は約3億ドルの融資を協議しているという。", "shift_jis"),
        ("米国の新興企業は約3億ドルの融資を協議しているという。", "euc_jp"),
        ("美国初创公司正在寻求三亿美元的贷款，以购买芯片。", "gb18030"),
        ("미국 스타트업이 약 3억 달러의 대출을 협의하고 있다.", "euc_kr"),
    ],
)
def test_older_encodings_are_told_by_their_letters(text: str, encoding: str) -> None:
    assert extract(text.encode(encoding), name="a.txt").text == text


def test_html_leaves_scripts_out_and_keeps_table_rows() -> None:
    page = b"<html><head><title>T</title><script>var x='evil'</script></head><body><p>One &amp; two</p><table><tr><td>Margin</td><td>450 bps</td></tr></table><div style='display: none'>hidden</div></body></html>"
    text = extract(page, name="a.html").text
    assert "One & two" in text and "Margin\t450 bps" in text
    assert "evil" not in text and "hidden" not in text


def test_html_declares_its_encoding() -> None:
    page = '<html><head><meta charset="shift_jis"></head><body><p>東京のデータセンター</p></body></html>'.encode(
        "shift_jis"
    )
    assert "東京のデータセンター" in extract(page, name="a.html").text


def test_an_email_gives_subject_date_and_body() -> None:
    mail = "From: a@example.org\r\nSubject: =?utf-8?b?44Ot44O844Oz?=\r\nDate: Mon, 1 Dec 2025 10:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nAbout US$300m.\r\n"
    assert (
        extract(mail.encode(), name="a.eml").text == "ローン\nDate: Mon, 01 Dec 2025 10:00:00 +0000\n\nAbout US$300m.\n"
    )


def test_footnotes_of_a_docx_stand_behind_its_text() -> None:
    target = io.BytesIO(_docx())
    note = "<w:footnote><w:p><w:r><w:t>Upfront fee of 1.5%.</w:t></w:r></w:p></w:footnote>"
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("word/footnotes.xml", f"<w:footnotes {space}>{note}</w:footnotes>")
    assert extract(target.getvalue(), name="a.docx").text.splitlines()[-1] == "Upfront fee of 1.5%."


def test_docx_gives_paragraphs_and_tabbed_rows() -> None:
    assert extract(_docx(), name="a.docx").text.splitlines()[:2] == ["Term sheet", "Margin\t450 bps"]


def test_pdf_gives_text_and_pages() -> None:
    got = extract(_pdf("A loan of about US$300m", "to PaleBlueDot AI"), name="a.pdf")
    assert "about US$300m" in got.text and got.page_of(got.text.index("PaleBlueDot")) == 1


NESTED = b"<html><body>" + b"<div>" * 100_000 + b"deep"
REFUSED = [
    (b"", "empty"),
    (b"\x00" * 50, "empty"),
    (b"a" * (LARGEST + 1), "limit is 20 MB"),
    (b"abc\x00def" * 20, "binary"),
    (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "an image"),
    (bytes(range(1, 9)) * 200, "binary"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100, "encrypted or old-format"),
    (b"%PDF-1.7 broken", "damaged"),
    (_pdf("secret words that are long enough", password="hunter2"), "encrypted"),
    (_pdf(""), "no text layer"),
    (b"PK\x03\x04 broken", "damaged"),
    (_zip("evil.txt", b"x"), "an archive, not a DOCX"),
    (_zip("word/document.xml", b" " * 60_000_000), "zip bomb"),
    (_zip("word/document.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "XML entities"),
    (b"<html><body></body></html>", "no text"),
    (b"\xff\xfe\x00", "encoding is damaged"),
    ("\u200b\u202e\xad".encode(), "holds no text"),
    (b"\x80" * 50, "holds no text"),
]


@pytest.mark.parametrize("data,words", REFUSED, ids=[row[1] for row in REFUSED])
def test_what_cannot_be_read_is_refused_in_one_sentence(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words) as caught:
        extract(data, name="a.bin")
    message = str(caught.value)
    assert message.endswith(".") and "\n" not in message and len(message) < 200


def test_nested_markup_is_read_or_refused() -> None:
    try:
        assert "deep" in extract(NESTED, name="a.html").text
    except UnreadableFile as error:
        assert "nested" in str(error) or "no text" in str(error)
