#!/usr/bin/env python3
"""A shop's till backend for Alipay barcode payments: one file, Python 3.9 or later, nothing but the standard library.

It is the kit's second opinion: written from the terminal API and the protocol pages alone, without a look at the kit's
own client, so that a mistake which both sides of the kit share is seen here. It speaks JSON lines on stdio, keeps its
book in SQLite, signs with MD5, and asks for synchronous refunds only.

Sources: terminal-api.md; signature.md 1 to 3; gateway.md 2, 3, 5 to 7; spot-pay.md; query.md; cancel.md; refund.md;
flows.md.
"""

import asyncio
import concurrent.futures
import dataclasses
import hashlib
import hmac
import http.client
import io
import json
import os
import re
import sqlite3
import sys
import time
import urllib.parse
from datetime import datetime, timedelta, timezone
from typing import Dict, List, Optional
from xml.etree.ElementTree import TreeBuilder
from xml.parsers import expat

# -------------------------------------------------------------------------------- settings, timings


@dataclasses.dataclass(frozen=True)
class Settings:
    gateway: str
    partner: str
    key: str
    notify_port: Optional[int]
    state_dir: str
    time_scale: float

    @property
    def notify_url(self) -> Optional[str]:
        return None if self.notify_port is None else f"http://127.0.0.1:{self.notify_port}/alipay/notify"

    def seconds(self, ms: int) -> float:
        return ms / 1000 / self.time_scale


def settings_from(environment) -> Settings:
    missing = [name for name in ("SUT_GATEWAY", "SUT_PARTNER", "SUT_MD5_KEY") if not environment.get(name)]
    if missing:
        raise SystemExit(f"till.py: set {', '.join(missing)}")
    if environment.get("SUT_SIGN_TYPE", "MD5") != "MD5":
        raise SystemExit("till.py: signs with MD5 only")
    port = environment.get("SUT_NOTIFY_PORT")
    return Settings(
        gateway=environment["SUT_GATEWAY"],
        partner=environment["SUT_PARTNER"],
        key=environment["SUT_MD5_KEY"],
        notify_port=int(port) if port else None,
        state_dir=environment.get("SUT_STATE_DIR") or ".",
        time_scale=float(environment.get("SUT_TIME_SCALE") or 1),
    )


# flows.md 1 and 6, cancel.md 6; a refund without an answer is repeated as a cancel is.
TIMINGS = {
    "answer_timeout_ms": 5000,
    "first_query_ms": 5000,
    "query_interval_ms": 3000,
    "queries_max": 10,
    "cancel_interval_ms": 5000,
    "cancels_max": 5,
}
# Between a query that nobody answered in time and the next one: most of the interval is over by then.
AFTER_SILENCE_MS = 1000
REFUNDS_MAX = 5
LOOKS_MAX = 3

# spot-pay.md 3
CURRENCIES = (
    "GBP HKD USD SGD JPY CAD AUD EUR NZD KRW THB CHF SEK DKK NOK MYR IDR PHP MUR ILS LKR RUB AED CZK ZAR CNY".split()
)
WHOLE = {"JPY", "KRW"}
PAYMENT_MINOR_MAX = {False: 10_000_000_000, True: 100_000_000}
REFUND_MINOR_MAX = {False: 999_999_999, True: 9_999_999}

BEIJING = timezone(timedelta(hours=8))


def log(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def alarm(text: str) -> None:
    """What a person has to hear of (certification.md R6, R9)."""
    log(f"ALARM {text}")


class Fault(Exception):
    """An error of the terminal API: bad_request, not_found, conflict or internal."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code


# ------------------------------------------------------------------------------------------ amounts


def minor_units(text, currency: str) -> Optional[int]:
    """Decimal text in major units as an integer of minor units; None when it is no amount of this currency."""
    digits = 0 if currency in WHOLE else 2
    if not isinstance(text, str) or not re.fullmatch(r"[0-9]{1,11}(\.[0-9]{1,2})?", text):
        return None
    whole, _, fraction = text.partition(".")
    if len(fraction) > digits:
        return None
    return int(whole + fraction.ljust(digits, "0"))


def decimal_text(minor: int, currency: str) -> str:
    if currency in WHOLE:
        return str(minor)
    return f"{minor // 100}.{minor % 100:02d}"


# ----------------------------------------------------------------------------- signature.md 1 and 2


def signature(fields: Dict[str, str], key: str) -> str:
    names = sorted(name for name, value in fields.items() if value and name not in ("sign", "sign_type"))
    text = "&".join(f"{name}={fields[name]}" for name in names)
    return hashlib.md5((text + key).encode("utf-8")).hexdigest()


def is_genuine(fields: Dict[str, str], sign: Optional[str], sign_type: Optional[str], key: str) -> bool:
    if sign is None or sign_type != "MD5":
        return False
    return hmac.compare_digest(signature(fields, key).encode(), sign.encode("utf-8"))


# ------------------------------------------------------------------------------- XML, without a DTD

ANSWER_BYTES_MAX = 64 * 1024
CODECS = {"UTF-8": "utf-8", "GBK": "gb18030", "GB2312": "gb18030", "GB18030": "gb18030"}


class Unreadable(Exception):
    """An answer that is no answer: it says nothing about money."""


def read_xml(body: bytes):
    declared = re.match(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([\w-]+)["']""", body)
    codec = CODECS.get((declared.group(1).decode() if declared else "UTF-8").upper())
    if codec is None:
        raise Unreadable("declares a charset that nobody expects")
    builder = TreeBuilder()
    parser = expat.ParserCreate()

    def no_doctype(*_):
        # Entities, inner and outer, can only be declared in a DTD; no answer of the gateway has one.
        raise Unreadable("has a DTD")

    parser.StartDoctypeDeclHandler = no_doctype
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    try:
        # expat knows no Chinese charset; given text, it forgets the declaration.
        parser.Parse(body.decode(codec), True)
        return builder.close()
    except (UnicodeDecodeError, expat.ExpatError) as error:
        raise Unreadable(f"is no XML: {error}") from error


@dataclasses.dataclass(frozen=True)
class Answer:
    """What may be believed of an answer.

    accepted: the gateway took the message, and signed what `fields` say;
    refused:  it took nothing, `error` says why (unsigned, as all refusals of the gateway);
    unknown:  no answer, or none that counts, SYSTEM_ERROR at either level included (gateway.md 6).
    """

    kind: str
    fields: Dict[str, str] = dataclasses.field(default_factory=dict)
    # The gateway's error code, at either level.
    error: str = ""
    # Why an answer does not count.
    flaw: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, (self.kind, self.fields.get("result_code"), self.error, self.flaw)))


def read_answer(body: bytes, key: str) -> Answer:
    root = read_xml(body)
    success = root.findtext("is_success")
    if root.tag != "alipay" or success not in ("T", "F"):
        raise Unreadable("is no answer of the gateway")
    if success == "F":
        error = root.findtext("error") or "unnamed"
        return Answer("unknown" if error == "SYSTEM_ERROR" else "refused", error=error)
    children = root.findall("response/alipay/*")
    fields = {child.tag: child.text or "" for child in children}
    if len(fields) < len(children):
        raise Unreadable("says one thing twice")
    if not is_genuine(fields, root.findtext("sign"), root.findtext("sign_type"), key):
        raise Unreadable("is not signed by Alipay")
    error = fields.get("error") or fields.get("detail_error_code") or ""
    return Answer("unknown" if error == "SYSTEM_ERROR" else "accepted", fields=fields, error=error)


# ------------------------------------------------------------------------------- the gateway called

NO_ANSWER = "no answer in time"


class Gateway:
    def __init__(self, settings: Settings):
        self.settings = settings
        self.url = urllib.parse.urlsplit(settings.gateway)

    async def call(self, service: str, fields: Dict[str, str]) -> Answer:
        """One call, one try, one deadline for all of it: a drop of bytes now and then does not prolong it."""
        request = {**fields, "service": service, "partner": self.settings.partner, "_input_charset": "UTF-8"}
        request = {name: value for name, value in request.items() if value}
        request["sign"] = signature(request, self.settings.key)
        request["sign_type"] = "MD5"
        try:
            body = await asyncio.wait_for(self.exchange(request), self.settings.seconds(TIMINGS["answer_timeout_ms"]))
            answer = read_answer(body, self.settings.key)
        except asyncio.TimeoutError:
            answer = Answer("unknown", flaw=NO_ANSWER)
        except Exception as error:  # whatever broke on the way back: money may have moved
            answer = Answer("unknown", flaw=f"{type(error).__name__}: {error}")
        if answer.kind == "refused":
            alarm(f"{service}: the gateway refuses the message: {answer.error}")
        return answer

    async def exchange(self, request: Dict[str, str]) -> bytes:
        # The gateway has to know the charset before it decodes the body (gateway.md 2).
        charset = request.pop("_input_charset")
        query = "&".join(part for part in (self.url.query, f"_input_charset={charset}") if part)
        form = urllib.parse.urlencode(request).encode("ascii")
        head = (
            f"POST {self.url.path or '/'}?{query} HTTP/1.1\r\n"
            f"Host: {self.url.netloc}\r\n"
            "Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n"
            f"Content-Length: {len(form)}\r\n"
            "Connection: close\r\n\r\n"
        )
        secure = self.url.scheme == "https"
        port = self.url.port or (443 if secure else 80)
        reader, writer = await asyncio.open_connection(self.url.hostname, port, ssl=secure or None)
        try:
            writer.write(head.encode("ascii") + form)
            await writer.drain()
            return answer_body(await read_to_end(reader, ANSWER_BYTES_MAX))
        finally:
            writer.close()


async def read_to_end(reader: asyncio.StreamReader, size_max: int) -> bytes:
    received = bytearray()
    while True:
        chunk = await reader.read(16 * 1024)
        if not chunk:
            return bytes(received)
        received += chunk
        if len(received) > size_max:
            raise Unreadable("is far too long")


class Received:
    """Bytes that came, as http.client wants its socket."""

    def __init__(self, received: bytes):
        self.received = received

    def makefile(self, *_):
        return io.BytesIO(self.received)


def answer_body(received: bytes) -> bytes:
    response = http.client.HTTPResponse(Received(received))
    response.begin()
    # Redirects are not followed: the request is signed for this address and no other.
    if response.status != 200:
        raise Unreadable(f"has the HTTP status {response.status}")
    return response.read()


# ------------------------------------------------------------------------- what the cashier is told

FINAL = "The customer was not charged."
NEW_SALE = "This sale number is used up. Start a new sale."
CALL_STAFF = "Payment is not possible at present. Technical staff have been told."

# spot-pay.md 6, classes F and N: nothing was debited for this try. An error that is not listed here proves nothing.
PAY_REFUSALS = {
    "BUYER_NOT_EXIST": "The code is not valid. Ask the customer to refresh it, then scan again.",
    "SOUNDWAVE_PARSER_FAIL": "The code cannot be read any more. Ask the customer to refresh it, then scan again.",
    "BUYER_BALANCE_NOT_ENOUGH": "The customer's balance is too low. Ask for another means of payment.",
    "BUYER_BANKCARD_BALANCE_NOT_ENOUGH": "The customer's card is not covered. Ask for another card.",
    "BUYER_ENABLE_STATUS_FORBID": "The customer's account is disabled. The customer has to call Alipay.",
    "BUYER_NOT_MAINLAND_CERT": "This customer cannot pay here with Alipay. Ask for another means of payment.",
    "BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR": "The customer's daily limit is reached. Ask for another means of payment.",
    "BUYER_PAYMENT_AMOUNT_MONTH_LIMIT_ERROR": "The customer's monthly limit is reached. Ask for another means.",
    "BEYOND_PAY_RESTRICTION": "The amount is over the customer's limit. Ask for another means of payment.",
    "BUYER_SELLER_EQUAL": "Customer and shop are the same account. Ask for another account.",
    "ERROR_BUYER_CERTIFY_LEVEL_LIMIT": "The customer has to be verified by Alipay first.",
    "ERROR_BALANCE_PAYMENT_DISABLE": "The customer has switched off payments from the balance.",
    "MOBILE_PAYMENT_SWITCH_OFF": "The customer has switched off payments by phone.",
    "PULL_MOBILE_CASHIER_FAIL": "The phone cannot be reached. Ask the customer to refresh the code, then scan again.",
    "CLIENT_VERSION_NOT_MATCH": "The customer's app is too old. It has to be updated.",
    "NOT_SUPPORT_PAYMENT_INST": "This wallet is not accepted here. Ask for another one.",
    "NO_PAYMENT_INSTRUMENTS_AVAILABLE": "The customer has no usable means of payment in the wallet.",
    "PAYMENT_REQUEST_HAS_RISK": "Alipay stopped this payment. Ask for another means of payment.",
    "PAYMENT_FAIL": "The payment failed. Ask the customer to refresh the code, then scan again.",
    "TOTAL_FEE_EXCEED": "The amount is over the limit.",
    "TRADE_BUYER_NOT_MATCH": NEW_SALE,
    "TRADE_HAS_CLOSE": NEW_SALE,
    "CONTEXT_INCONSISTENT": NEW_SALE,
    "SELLER_BEEN_BLOCKED": CALL_STAFF,
    "ACCESS_FORBIDDEN": CALL_STAFF,
}

# gateway.md 7, without SYSTEM_ERROR: the message was refused as a whole, nothing was processed.
SETUP_ERRORS = set(
    "ILLEGAL_SIGN INVALID_PARAMETER ILLEGAL_ARGUMENT ILLEGAL_PARTNER ILLEGAL_EXTERFACE ILLEGAL_PARTNER_EXTERFACE "
    "ILLEGAL_SIGN_TYPE HAS_NO_PRIVILEGE ILLEGAL_SERVICE ILLEGAL_CHARSET ILLEGAL_CLIENT_IP ILLEGAL_SECURITY_PROFILE "
    "HAS_NO_PUBLICKEY ILLEGAL_DYN_MD5_KEY ILLEGAL_ENCRYPT ILLEGAL_USER ILLEGAL_AGENT EXPARTNER_INFO_UNCORRECT "
    "SESSION_TIMEOUT ILLEGAL_TARGET_SERVICE ILLEGAL_ACCESS_SWITCH_SYSTEM EXTERFACE_IS_CLOSED".split()
)

# refund.md 5, both columns of names.
REFUND_REFUSALS = {
    "PURCHASE_TRADE_NOT_EXIST": "This sale is not known as paid.",
    "TRADE_NOT_EXIST": "This sale is not known as paid.",
    "TRADE_HAS_CLOSE": "There is nothing left to refund.",
    "TRADE_STATUS_ERROR": "There is nothing left to refund.",
    "RETURN_AMOUNT_EXCEED": "The refund is higher than what is left of the sale.",
    "REFUND_AMT_NOT_EQUAL_TOTAL": "The refund is higher than what is left of the sale.",
    "CURRENCY_NOT_SAME": "The refund has another currency than the sale.",
    "REFUNDMENT_VALID_DATE_EXCEED": "The sale is too old for a refund by Alipay.",
    "TRADE_HAS_FINISHED": "The sale is too old for a refund by Alipay.",
    "SELLER_BALANCE_NOT_ENOUGH": "The shop has no funds with Alipay at present. Refund another way, or later.",
    "REASON_TRADE_BEEN_FREEZEN": "Alipay has frozen this sale.",
    "INVALID_PARAMETER": CALL_STAFF,
    "ILLEGAL_ARGUMENT": CALL_STAFF,
}

UNCLEAR = "Nobody knows whether this is paid. Do not hand out the goods, do not charge again: call the supervisor."
UNCLEAR_REFUND = "Nobody knows whether this is refunded. Do not refund again: call the supervisor."

# ------------------------------------------------------------------------------------- what is kept


@dataclasses.dataclass
class Payment:
    payment_id: str
    code: str
    code_type: str
    minor: int
    currency: str
    subject: str
    store_id: str
    terminal_id: str
    partner_trans_id: str
    created: str
    status: str = "pending"
    # asking: a pay was, or may have been, sent; cancelling: a cancel was, or may have been, sent.
    phase: str = "asking"
    cancel_wanted: bool = False
    # Given back by a refund of everything, where a cancel came too late.
    given_back: int = 0
    alipay_trans_id: str = ""
    buyer: str = ""
    reason: str = ""
    message: str = ""

    order = ("code", "code_type", "minor", "currency", "subject", "store_id", "terminal_id")

    def is_meant(self, fields: Dict[str, str]) -> bool:
        """Whether an answer is about this payment and this amount (query.md 5)."""
        return (
            fields.get("partner_trans_id") == self.partner_trans_id
            and fields.get("currency") == self.currency
            and minor_units(fields.get("trans_amount"), self.currency) == self.minor
        )


@dataclasses.dataclass
class Refund:
    payment_id: str
    refund_id: str
    minor: int
    currency: str
    why: str
    partner_trans_id: str
    partner_refund_id: str
    status: str = "pending"
    reason: str = ""
    message: str = ""

    order = ("minor", "why")

    def is_meant(self, fields: Dict[str, str]) -> bool:
        return (
            fields.get("partner_trans_id") == self.partner_trans_id
            and fields.get("partner_refund_id") == self.partner_refund_id
            and fields.get("currency") == self.currency
            and minor_units(fields.get("refund_amount"), self.currency) == self.minor
        )


def same_order(one, other) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in one.order)


def short_id(letter: str, *parts: str) -> str:
    return letter + hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:40]


class Kept:
    """A payment or refund as it is now, what is on disk of it, and who waits for it."""

    def __init__(self, record):
        self.now = record
        # Only what is on disk is told: what was told must still be known after a power cut.
        self.told = dataclasses.replace(record)
        self.refunds: Dict[str, Kept] = {}
        self.wake = asyncio.Event()
        self.settled = asyncio.Event()
        self.mark()

    def mark(self) -> None:
        if self.told.status == "pending":
            self.settled.clear()
        else:
            self.settled.set()

    async def pause(self, seconds: float) -> None:
        """Waits, but no longer than until somebody else has news."""
        try:
            await asyncio.wait_for(self.wake.wait(), max(0, seconds))
        except asyncio.TimeoutError:
            pass


class Book:
    """SQLite, flushed to the disk; what arrives while one commit is on its way shares the next."""

    def __init__(self, folder: str):
        os.makedirs(folder, exist_ok=True)
        self.database = sqlite3.connect(os.path.join(folder, "till.sqlite"), check_same_thread=False)
        self.database.execute("PRAGMA journal_mode = WAL")
        self.database.execute("PRAGMA synchronous = FULL")
        self.database.execute(
            "CREATE TABLE IF NOT EXISTS records"
            " (n INTEGER PRIMARY KEY, kind TEXT, id TEXT, body TEXT NOT NULL, UNIQUE (kind, id))"
        )
        self.database.commit()
        self.thread = concurrent.futures.ThreadPoolExecutor(max_workers=1)
        self.waiting: list = []
        self.writing: Optional[asyncio.Task] = None

    def load(self, kind: str) -> List[dict]:
        rows = self.database.execute("SELECT body FROM records WHERE kind = ? ORDER BY n", (kind,))
        return [json.loads(body) for (body,) in rows]

    async def save(self, kept: Kept) -> None:
        copy = dataclasses.replace(kept.now)
        done = asyncio.get_running_loop().create_future()
        self.waiting.append((row_of(copy), done))
        if self.writing is None:
            self.writing = asyncio.create_task(self.write())
        await done
        kept.told = copy
        kept.mark()

    async def write(self) -> None:
        loop = asyncio.get_running_loop()
        while self.waiting:
            batch, self.waiting = self.waiting, []
            try:
                await loop.run_in_executor(self.thread, self.commit, [row for row, _ in batch])
                for _, done in batch:
                    done.set_result(None)
            except sqlite3.Error as error:
                for _, done in batch:
                    done.set_exception(Fault("internal", f"the book cannot be written: {error}"))
        self.writing = None

    def commit(self, rows) -> None:
        with self.database:
            self.database.executemany(
                "INSERT INTO records (kind, id, body) VALUES (?, ?, ?)"
                " ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body",
                rows,
            )


def row_of(record) -> tuple:
    key = [record.payment_id] + ([record.refund_id] if isinstance(record, Refund) else [])
    return type(record).__name__, json.dumps(key), json.dumps(dataclasses.asdict(record))


# ----------------------------------------------------------------------------------------- the till


@dataclasses.dataclass(frozen=True)
class Trade:
    """What a query found: paid, closed unpaid, given back; empty where it says nothing final."""

    state: str
    fields: Dict[str, str]
    was_silent: bool


def trade_from(payment: Payment, answer: Answer) -> Trade:
    fields, state = answer.fields, ""
    if answer.kind == "accepted" and fields.get("result_code") == "SUCCESS" and payment.is_meant(fields):
        state = {"TRADE_SUCCESS": "paid", "TRADE_FINISHED": "paid", "TRADE_CLOSED": "closed unpaid"}.get(
            fields.get("alipay_trans_status", ""), ""
        )
        if state == "closed unpaid" and fields.get("alipay_pay_time"):
            state = "given back"
    return Trade(state, fields, answer.flaw == NO_ANSWER)


class Till:
    def __init__(self, settings: Settings, book: Book):
        self.settings = settings
        self.book = book
        self.gateway = Gateway(settings)
        self.payments: Dict[str, Kept] = {}
        self.by_trans_id: Dict[str, Kept] = {}
        self.tasks: set = set()

    def resume(self) -> None:
        """Takes up what a killed till owed. A pay is never sent again: whether it arrived is asked."""
        for body in self.book.load("Payment"):
            kept = self.keep(Payment(**body))
            if kept.now.status == "pending":
                self.start(self.settle_again(kept))
        for body in self.book.load("Refund"):
            kept = Kept(Refund(**body))
            self.payments[kept.now.payment_id].refunds[kept.now.refund_id] = kept
            if kept.now.status == "pending":
                self.start(self.refund_until_known(kept, again=True))

    def keep(self, payment: Payment) -> Kept:
        kept = Kept(payment)
        self.payments[payment.payment_id] = self.by_trans_id[payment.partner_trans_id] = kept
        return kept

    def start(self, work) -> None:
        task = asyncio.create_task(self.watched(work))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def watched(self, work) -> None:
        try:
            await work
        except Exception as error:  # a bug, or a full disk: the payment stays pending, and somebody is told
            alarm(f"{type(error).__name__}: {error}")

    async def save_new(self, kept: Kept, among: Dict[str, Kept], key: str) -> None:
        try:
            await self.book.save(kept)
        except Fault:
            # Nothing was sent: the terminal may ask again.
            del among[key]
            raise

    async def conclude(self, kept: Kept, status: str, reason: str = "", message: str = "") -> None:
        kept.now.status, kept.now.reason, kept.now.message = status, reason, message
        await self.book.save(kept)
        if status == "unclear":
            alarm(f"{type(kept.now).__name__.lower()} {kept.now.payment_id} is unclear: {reason}")

    async def wait_a_little(self, kept: Kept) -> None:
        """An answer is known soon or takes long: the caller gets `pending` rather than silence."""
        try:
            await asyncio.wait_for(kept.settled.wait(), self.seconds("answer_timeout_ms"))
        except asyncio.TimeoutError:
            pass

    def seconds(self, name: str) -> float:
        return self.settings.seconds(TIMINGS[name])

    # ---- the payment loop, flows.md 1

    async def settle(self, kept: Kept) -> None:
        payment, sent = kept.now, time.monotonic()
        answer = await self.gateway.call("alipay.acquire.overseas.spot.pay", pay_fields(payment, self.settings))
        if is_asking(payment):
            await self.learn_from_pay(kept, answer)
        await self.find_out(kept, sent + self.seconds("first_query_ms") - time.monotonic())

    async def settle_again(self, kept: Kept) -> None:
        # What was sent last was sent just before the power went: the pauses are kept here, too.
        await kept.pause(self.seconds("first_query_ms"))
        if kept.now.phase == "cancelling":
            await self.give_back(kept)
        else:
            await self.find_out(kept, 0)

    async def learn_from_pay(self, kept: Kept, answer: Answer) -> None:
        payment, result = kept.now, answer.fields.get("result_code")
        log(f"{payment.payment_id} pay: {answer}")
        if answer.kind == "refused" and answer.error in SETUP_ERRORS:
            await self.conclude(kept, "not_paid", answer.error, f"{CALL_STAFF} {FINAL}")
        if answer.kind != "accepted":
            return
        if result == "SUCCESS" and payment.is_meant(answer.fields):
            await self.is_paid(kept, answer.fields)
        if result == "FAILED" and answer.error in PAY_REFUSALS:
            message = PAY_REFUSALS[answer.error]
            if message == CALL_STAFF:
                alarm(f"pay: {answer.error}")
            await self.conclude(kept, "not_paid", answer.error, f"{message} {FINAL}")

    async def is_paid(self, kept: Kept, fields: Dict[str, str]) -> None:
        payment = kept.now
        payment.alipay_trans_id = fields.get("alipay_trans_id") or fields.get("trade_no") or ""
        payment.buyer = fields.get("alipay_buyer_login_id") or payment.buyer
        if not payment.cancel_wanted:
            await self.conclude(kept, "paid", message="Paid. Hand out the goods.")

    async def find_out(self, kept: Kept, pause: float) -> None:
        """Asks until it is known, and cancels what cannot be learnt."""
        payment = kept.now
        for _ in range(TIMINGS["queries_max"]):
            if is_asking(payment) and not payment.cancel_wanted:
                await kept.pause(pause)
            if not is_asking(payment) or payment.cancel_wanted:
                break
            trade = await self.look(payment)
            # A notification, or the cashier, may have come first.
            if is_asking(payment) and trade.state == "paid":
                await self.is_paid(kept, trade.fields)
            elif is_asking(payment) and trade.state == "closed unpaid":
                await self.conclude(kept, "not_paid", "TRADE_CLOSED", f"Not paid. {FINAL}")
            elif is_asking(payment) and trade.state == "given back":
                await self.conclude(kept, "cancelled", "TRADE_CLOSED", "The customer has the money back.")
            pause = self.settings.seconds(AFTER_SILENCE_MS) if trade.was_silent else self.seconds("query_interval_ms")
        if is_asking(payment):
            await self.give_back(kept)

    async def look(self, payment: Payment) -> Trade:
        fields = {"partner_trans_id": payment.partner_trans_id}
        answer = await self.gateway.call("alipay.acquire.overseas.query", fields)
        trade = trade_from(payment, answer)
        log(f"{payment.payment_id} query: {answer} {trade.state}")
        return trade

    # ---- cancel, cancel.md 6

    async def give_back(self, kept: Kept) -> None:
        payment, error = kept.now, ""
        payment.phase = "cancelling"
        await self.book.save(kept)
        for attempt in range(TIMINGS["cancels_max"]):
            if attempt:
                await asyncio.sleep(self.seconds("cancel_interval_ms"))
            fields = {"out_trade_no": payment.partner_trans_id, "timestamp": str(int(time.time() * 1000))}
            answer = await self.gateway.call("alipay.acquire.cancel", fields)
            said, error = answer.fields, answer.error
            log(f"{payment.payment_id} cancel: {answer}")
            if answer.kind != "accepted" or said.get("out_trade_no") != payment.partner_trans_id:
                continue
            if said.get("result_code") == "SUCCESS":
                return await self.conclude(kept, "cancelled", message=f"Cancelled. {FINAL}")
            if said.get("retry_flag") == "N":
                return await self.after_refused_cancel(kept, error)
        await self.conclude(kept, "unclear", error, UNCLEAR)

    async def after_refused_cancel(self, kept: Kept, error: str) -> None:
        """A repeat would fail as well. What holds is asked; what can only be refunded is refunded (cancel.md 5)."""
        payment = kept.now
        for _ in range(LOOKS_MAX):
            # Before the first one as well: the last query may have been a moment ago.
            await asyncio.sleep(self.seconds("query_interval_ms"))
            trade = await self.look(payment)
            if trade.state:
                break
        if trade.state in ("closed unpaid", "given back"):
            return await self.conclude(kept, "cancelled", error, f"Cancelled. {FINAL}")
        if trade.state != "paid":
            return await self.conclude(kept, "unclear", error, UNCLEAR)
        if error != "TRADE_CANCEL_TIME_OUT":
            payment.cancel_wanted = False
            return await self.is_paid(kept, trade.fields)
        rest = refund_of(payment, "", payment.minor, "cancelled too late")
        await self.send_refund(rest)
        if rest.status == "refunded":
            payment.given_back = payment.minor
            return await self.conclude(kept, "cancelled", error, "Too late to cancel: refunded in full.")
        if rest.status == "unclear":
            return await self.conclude(kept, "unclear", error, UNCLEAR)
        payment.cancel_wanted = False
        await self.is_paid(kept, trade.fields)

    # ---- refund, refund.md 7

    async def refund_until_known(self, kept: Kept, again: bool = False) -> None:
        result = dataclasses.replace(kept.now)
        if again:
            await asyncio.sleep(self.seconds("cancel_interval_ms"))
        await self.send_refund(result, again)
        await self.conclude(kept, result.status, result.reason, result.message)

    async def send_refund(self, refund: Refund, again: bool = False) -> None:
        """Repeats one refund, word for word, until its outcome is known; writes it into `refund`, saves nothing."""
        fields = {
            "partner_trans_id": refund.partner_trans_id,
            "partner_refund_id": refund.partner_refund_id,
            "refund_amount": decimal_text(refund.minor, refund.currency),
            "currency": refund.currency,
            "refund_reason": refund.why,
            "is_sync": "Y",
        }
        refund.status, refund.message = "unclear", UNCLEAR_REFUND
        for attempt in range(REFUNDS_MAX):
            if attempt:
                await asyncio.sleep(self.seconds("cancel_interval_ms"))
            answer = await self.gateway.call("alipay.acquire.overseas.spot.refund", fields)
            result, refund.reason = answer.fields.get("result_code"), answer.error
            log(f"{refund.payment_id} refund: {answer}")
            # An earlier try may have been executed: then the refusal of this message says nothing of it.
            if answer.kind == "refused" and answer.error in SETUP_ERRORS and not attempt and not again:
                refund.status, refund.message = "not_refunded", CALL_STAFF
                return
            if answer.kind == "accepted" and result == "SUCCESS" and refund.is_meant(answer.fields):
                refund.status, refund.message = "refunded", "Refunded."
                return
            if answer.kind == "accepted" and result == "FAILED" and answer.error in REFUND_REFUSALS:
                refund.status, refund.message = "not_refunded", REFUND_REFUSALS[answer.error]
                return

    # ---- notifications, flows.md 5

    async def notified(self, fields: Dict[str, str]) -> bool:
        """Whether a notification may be acknowledged; what it says is on disk by then."""
        if not is_genuine(fields, fields.get("sign"), fields.get("sign_type"), self.settings.key):
            alarm("a notification that Alipay did not sign")
            return False
        kept = self.by_trans_id.get(fields.get("out_trade_no", ""))
        if kept is None or fields.get("seller_id") != self.settings.partner:
            alarm(f"a notification about a sale that is not ours: {fields.get('out_trade_no')}")
            return False
        payment = kept.now
        amount = minor_units(fields.get("total_fee"), payment.currency)
        if fields.get("currency") != payment.currency or amount != payment.minor:
            alarm(f"a notification about another amount of {payment.payment_id}")
            return False
        if fields.get("trade_status") not in ("TRADE_SUCCESS", "TRADE_FINISHED"):
            return True
        if is_asking(payment) and not payment.cancel_wanted:
            log(f"{payment.payment_id} notified: paid")
            await self.is_paid(kept, fields)
            kept.wake.set()
        elif payment.status in ("cancelled", "not_paid", "unclear"):
            # The answer to a cancel counts more than a notification that comes after it.
            alarm(f"{payment.payment_id} is {payment.status}, and a notification says that it was paid")
        if kept.told != payment:
            # An acknowledged notification never comes again.
            await self.book.save(kept)
        return True

    # ---- what the terminal asks for

    async def hello(self, body: dict) -> dict:
        if body.get("version", 1) != 1:
            raise Fault("bad_request", "speaks version 1 only")
        notifications = [] if self.settings.notify_port is None else ["notifications"]
        return {
            "version": 1,
            "name": "python-till 1.0",
            "role": "merchant",
            "features": ["cancel", "refund", "partial_refund", *notifications, "restart"],
            "currencies": CURRENCIES,
            "sign_types": ["MD5"],
            "charsets": ["UTF-8"],
            "timings": {**TIMINGS, "time_scale": self.settings.time_scale},
        }

    async def pay(self, body: dict) -> dict:
        payment = payment_from(body)
        kept = self.payments.get(payment.payment_id)
        if kept is None:
            kept = self.keep(payment)
            await self.save_new(kept, self.payments, payment.payment_id)
            self.start(self.settle(kept))
        elif not same_order(kept.now, payment):
            raise Fault("conflict", f"payment {payment.payment_id} exists with other data")
        await self.wait_a_little(kept)
        return view_payment(kept)

    async def get(self, body: dict) -> dict:
        return view_payment(self.payment(body))

    async def cancel(self, body: dict) -> dict:
        kept = self.payment(body)
        payment = kept.now
        if any(refund.now.status != "not_refunded" for refund in kept.refunds.values()):
            return {**view_payment(kept), "message": "There are refunds of this sale already: refund the rest."}
        if payment.status in ("paid", "unclear"):
            payment.status, payment.phase, payment.cancel_wanted = "pending", "cancelling", True
            await self.book.save(kept)
            self.start(self.give_back(kept))
        elif payment.status == "pending" and not payment.cancel_wanted:
            payment.cancel_wanted = True
            await self.book.save(kept)
            kept.wake.set()
        await self.wait_a_little(kept)
        return view_payment(kept)

    async def refund(self, body: dict) -> dict:
        payment = self.payment(body)
        refund = refund_from(body, payment.now)
        kept = payment.refunds.get(refund.refund_id)
        if kept is None:
            others = [other.now for other in payment.refunds.values() if other.now.status != "not_refunded"]
            if payment.now.status != "paid":
                raise Fault("conflict", f"payment {refund.payment_id} is {payment.now.status}, not paid")
            kept = payment.refunds[refund.refund_id] = Kept(refund)
            if sum(other.minor for other in others) + refund.minor > payment.now.minor:
                error = "RETURN_AMOUNT_EXCEED"
                await self.conclude(kept, "not_refunded", error, REFUND_REFUSALS[error])
            else:
                await self.save_new(kept, payment.refunds, refund.refund_id)
                self.start(self.refund_until_known(kept))
        elif not same_order(kept.now, refund):
            raise Fault("conflict", f"refund {refund.refund_id} exists with other data")
        await self.wait_a_little(kept)
        return view_refund(kept)

    async def get_refund(self, body: dict) -> dict:
        kept = self.payment(body).refunds.get(text_of(body, "refund_id", 128))
        if kept is None:
            raise Fault("not_found", "no such refund")
        return view_refund(kept)

    async def list(self, body: dict) -> dict:
        cursor, limit = str(body.get("cursor") or "0"), body.get("limit") or 100
        if not re.fullmatch(r"[0-9]{1,12}", cursor) or not isinstance(limit, int) or not 1 <= limit <= 1000:
            raise Fault("bad_request", "cursor or limit is malformed")
        start, end, all_of_them = int(cursor), int(cursor) + limit, [*self.payments.values()]
        page = [view_payment(kept) for kept in all_of_them[start:end]]
        return {"payments": page, "next": str(end) if end < len(all_of_them) else None}

    def payment(self, body: dict) -> Kept:
        kept = self.payments.get(text_of(body, "payment_id", 128))
        if kept is None:
            raise Fault("not_found", "no such payment")
        return kept


def is_asking(payment: Payment) -> bool:
    return payment.status == "pending" and payment.phase == "asking"


def pay_fields(payment: Payment, settings: Settings) -> Dict[str, str]:
    shop = {
        "secondary_merchant_id": "M001",
        "secondary_merchant_name": "Python Till",
        "secondary_merchant_industry": "5812",
        "store_id": payment.store_id,
        "store_name": "Python Till",
        **({"terminal_id": payment.terminal_id} if payment.terminal_id else {}),
    }
    return {
        "notify_url": settings.notify_url or "",
        "alipay_seller_id": settings.partner,
        "trans_name": payment.subject,
        "partner_trans_id": payment.partner_trans_id,
        "currency": payment.currency,
        "trans_amount": decimal_text(payment.minor, payment.currency),
        "buyer_identity_code": payment.code,
        "identity_code_type": payment.code_type,
        "trans_create_time": payment.created,
        "biz_product": "OVERSEAS_MBARCODE_PAY",
        "extend_info": json.dumps(shop, ensure_ascii=False, separators=(",", ":")),
    }


# --------------------------------------------------------------------------- what the terminal sees


def view_payment(kept: Kept) -> dict:
    payment = kept.told
    refunds = [refund.told.minor for refund in kept.refunds.values() if refund.told.status == "refunded"]
    optional = "subject store_id terminal_id partner_trans_id alipay_trans_id buyer reason message".split()
    return {
        "payment_id": payment.payment_id,
        "code": payment.code,
        "code_type": payment.code_type,
        "amount": decimal_text(payment.minor, payment.currency),
        "currency": payment.currency,
        "status": payment.status,
        "refunded": decimal_text(payment.given_back + sum(refunds), payment.currency),
        **{name: getattr(payment, name) for name in optional if getattr(payment, name)},
    }


def view_refund(kept: Kept) -> dict:
    refund = kept.told
    optional = {"reason": refund.reason or refund.why, "message": refund.message}
    return {
        "payment_id": refund.payment_id,
        "refund_id": refund.refund_id,
        "amount": decimal_text(refund.minor, refund.currency),
        "currency": refund.currency,
        "status": refund.status,
        **{name: value for name, value in optional.items() if value},
    }


# -------------------------------------------------------------------------------- requests, checked


def text_of(body: dict, name: str, length: int, default: Optional[str] = None) -> str:
    value = body.get(name)
    if value is None:
        value = default
    if not isinstance(value, str) or (not value and default is None) or len(value) > length:
        raise Fault("bad_request", f"{name} has to be text of at most {length} characters")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise Fault("bad_request", f"{name} is no Unicode text") from None
    return value


def amount_of(body: dict, currency: str, most: int) -> int:
    minor = minor_units(body.get("amount"), currency)
    if minor is None or not 0 < minor <= most:
        raise Fault("bad_request", f"amount has to be decimal text of {currency}, more than nothing and not too much")
    return minor


def payment_from(body: dict) -> Payment:
    payment_id = text_of(body, "payment_id", 128)
    code = text_of(body, "code", 24)
    code_type = text_of(body, "code_type", 8, "barcode")
    currency = text_of(body, "currency", 3)
    store_id = text_of(body, "store_id", 32, "S001")
    terminal_id = text_of(body, "terminal_id", 32, "")
    # spot-pay.md 1, 2 and 4
    if not re.fullmatch(r"(2[5-9]|30)[0-9]{14,22}", code):
        raise Fault("bad_request", "code has to be 16 to 24 digits that begin with 25 to 30")
    if code_type not in ("barcode", "qrcode"):
        raise Fault("bad_request", "code_type has to be barcode or qrcode")
    if currency not in CURRENCIES:
        raise Fault("bad_request", f"currency {currency} is not taken")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,32}", store_id) or not re.fullmatch(r"[A-Za-z0-9_-]{0,32}", terminal_id):
        raise Fault("bad_request", "store_id and terminal_id have letters, digits, - and _ only")
    return Payment(
        payment_id=payment_id,
        code=code,
        code_type=code_type,
        minor=amount_of(body, currency, PAYMENT_MINOR_MAX[currency in WHOLE]),
        currency=currency,
        subject=text_of(body, "subject", 256, "Purchase") or "Purchase",
        store_id=store_id,
        terminal_id=terminal_id,
        # Made of the caller's id, so that even a till that lost its book cannot charge one sale twice.
        partner_trans_id=payment_id if re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payment_id) else short_id("P", payment_id),
        created=datetime.now(BEIJING).strftime("%Y%m%d%H%M%S"),
    )


def refund_from(body: dict, payment: Payment) -> Refund:
    refund_id = text_of(body, "refund_id", 128)
    currency = text_of(body, "currency", 3, payment.currency)
    if currency != payment.currency:
        raise Fault("bad_request", f"the payment is in {payment.currency}")
    minor = amount_of(body, currency, REFUND_MINOR_MAX[currency in WHOLE])
    return refund_of(payment, refund_id, minor, text_of(body, "reason", 128, ""))


def refund_of(payment: Payment, refund_id: str, minor: int, why: str) -> Refund:
    return Refund(
        payment_id=payment.payment_id,
        refund_id=refund_id,
        minor=minor,
        currency=payment.currency,
        why=why,
        partner_trans_id=payment.partner_trans_id,
        partner_refund_id=short_id("R", payment.partner_trans_id, refund_id),
    )


# ----------------------------------------------------------------------- the door for notifications

NOTIFICATION_BYTES_MAX = 64 * 1024


async def read_notification(reader: asyncio.StreamReader) -> Optional[Dict[str, str]]:
    """The posted fields; None when it is no notification."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    length = re.search(r"\r\ncontent-length: *([0-9]{1,6})\r\n", head, re.IGNORECASE)
    if not head.startswith("POST /alipay/notify ") or length is None or int(length.group(1)) > NOTIFICATION_BYTES_MAX:
        return None
    body = (await reader.readexactly(int(length.group(1)))).decode("ascii")
    pairs = urllib.parse.parse_qsl(body, keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=100)
    fields = dict(pairs)
    return fields if len(fields) == len(pairs) else None


def notification_door(till: Till):
    async def visited(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        status, text = "400 Bad Request", "fail"
        try:
            fields = await asyncio.wait_for(read_notification(reader), 10)
            if fields is not None and await till.notified(fields):
                status, text = "200 OK", "success"
        except (asyncio.TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError, OSError):
            log("a visitor of the notification door who is not Alipay")
        except Fault as error:
            alarm(f"a notification could not be stored: {error}")
        head = f"HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {len(text)}\r\nConnection: close"
        try:
            writer.write(f"{head}\r\n\r\n{text}".encode("ascii"))
            await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()

    return visited


# ----------------------------------------------------------------------------------- lines on stdio

LINE_BYTES_MAX = 1024 * 1024
OPERATIONS = ("hello", "pay", "get", "cancel", "refund", "get_refund", "list")


async def answer(till: Till, asked: dict) -> dict:
    number, body = asked.get("id"), asked.get("body", {})
    try:
        if asked.get("op") not in OPERATIONS or not isinstance(body, dict):
            raise Fault("bad_request", "a request is an object with id, op and body")
        return {"id": number, "ok": await getattr(till, asked["op"])(body)}
    except Fault as fault:
        return {"id": number, "error": {"code": fault.code, "message": str(fault)}}
    except Exception as error:  # whatever it is, the other payments go on
        alarm(f"{type(error).__name__}: {error}")
        return {"id": number, "error": {"code": "internal", "message": type(error).__name__}}


def write_line(answer: dict) -> None:
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=True).encode("ascii") + b"\n")
    sys.stdout.buffer.flush()


async def read_request(lines: asyncio.StreamReader) -> Optional[dict]:
    """The next request; None at the end of the input. A line that is none becomes a request for nothing."""
    try:
        line = await lines.readline()
        asked = json.loads(line) if line else None
    except (ValueError, RecursionError):
        return {}
    if not line:
        return None
    return asked if isinstance(asked, dict) else {}


async def serve(settings: Settings) -> None:
    till = Till(settings, Book(settings.state_dir))
    till.resume()
    if settings.notify_port is not None:
        await asyncio.start_server(notification_door(till), "127.0.0.1", settings.notify_port)
    lines = asyncio.StreamReader(limit=LINE_BYTES_MAX)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)

    async def answered(asked: dict) -> None:
        write_line(await answer(till, asked))

    while True:
        asked = await read_request(lines)
        if asked is None:
            return
        if asked.get("op") == "bye":
            # What is still open is on disk, and taken up at the next start.
            return write_line({"id": asked.get("id"), "ok": {}})
        till.start(answered(asked))


if __name__ == "__main__":
    asyncio.run(serve(settings_from(os.environ)))
