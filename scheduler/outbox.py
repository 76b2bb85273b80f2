"""Sends the alerts that are due, without keeping the scheduler waiting."""

import logging
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from scheduler.alerts import Channel, Message, load_told, messages, note_told
from scheduler.deliver import Delivery
from scheduler.health import Verdict
from storage.home import Home

logger = logging.getLogger(__name__)


@dataclass
class Outbox:
    """The channels of an installation, and what is on its way to them."""

    home: Home
    channels: Sequence[Channel]
    deliver: Callable[[Message], Delivery] = Delivery
    sending: dict[str, Delivery] = field(default_factory=dict)
    unsaved: list[Message] = field(default_factory=list)  # what a full disk would not take

    def send(self, verdicts: Mapping[str, Verdict], titles: Mapping[str, str]) -> None:
        """Begin to send what the channels have not been told yet."""
        told = load_told(self.home)
        for message in self.unsaved:
            told = message.noted(told)
        for message in messages(self.channels, verdicts, titles, told):
            key = message.channel.key
            if key in self.sending:
                continue
            if message.body:
                self.sending[key] = self.deliver(message)
            else:
                self._remember(message)

    def collect(self) -> None:
        """Take note of what arrived; what did not is sent again in the next round."""
        for key, delivery in list(self.sending.items()):
            if (failure := delivery.poll()) is None:
                continue
            del self.sending[key]
            label = delivery.message.channel.label
            if failure:
                logger.error("an alert did not reach %s: %s", label, failure)
            else:
                logger.info("an alert was sent to %s: %s", label, delivery.message.title)
                self._remember(delivery.message)

    def finish(self, within: float = math.inf) -> None:
        """Wait until everything was sent or failed, or for so many seconds."""
        until = time.monotonic() + within
        while any(one.poll() is None for one in self.sending.values()) and time.monotonic() < until:
            time.sleep(0.1)
        self.collect()

    def _remember(self, message: Message) -> None:
        self.unsaved.append(message)
        try:
            note_told(self.home, self.unsaved)
        except OSError as error:
            logger.error("what was told could not be written down: %s", error)
        else:
            self.unsaved.clear()
