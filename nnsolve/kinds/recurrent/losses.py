"""The loss of one step: any by which networks learn, with the name of its table."""

from __future__ import annotations

from ...reading.known import either
from ...reading.schema import Schema, Type
from ...reading.yamlfile import Faults, Node
from ...subjects.network.loss import ReadLoss, loss_names, read_loss


class LossType(Type[ReadLoss]):
    """A loss of the table, or a formula in t and o."""

    def read(self, node: Node, faults: Faults) -> ReadLoss | None:
        return read_loss(node, faults)

    def schema(self) -> Schema:
        return either(loss_names(), {"type": "string"})
