"""What narrator adds to the graph of an ONNX model, without the ``onnx`` package.

A model is a message of Protocol Buffers (onnx.proto: ModelProto). Messages concatenate: what is appended to the bytes
is merged into the message before it, and repeated fields grow.
"""

from __future__ import annotations

from collections.abc import Iterator

FLOAT, INT64 = 1, 7
"""TensorProto.DataType."""
GRAPH, OUTPUT = 7, 12
"""Numbers of the fields ModelProto.graph and GraphProto.output."""
VARINT, FIXED64, LENGTH, FIXED32 = 0, 1, 2, 5
"""Types of fields on the wire (Protocol Buffers, Encoding)."""


def output(name: str, element_type: int = INT64) -> bytes:
    """What makes a tensor inside a model one of its outputs, when appended to the model's bytes."""
    tensor = _field(1, bytes([1 << 3, element_type]))  # TypeProto.tensor_type, in it Tensor.elem_type
    value = _field(1, name.encode()) + _field(2, tensor)  # ValueInfoProto.name, .type
    return _field(GRAPH, _field(OUTPUT, value))


def without_outputs(model: bytes) -> bytes:
    """The model without the outputs that it declares: what only they need is not computed once others are appended.

    Raises:
        ValueError: it is no model.
    """
    kept = list[bytes]()
    for number, whole, content in _fields(memoryview(model)):
        inside = [each for field, each, _ in _fields(content) if field != OUTPUT] if number == GRAPH else []
        kept.append(_field(GRAPH, b"".join(inside)) if number == GRAPH else bytes(whole))
    return b"".join(kept)


def _fields(message: memoryview) -> Iterator[tuple[int, memoryview, memoryview]]:
    """Number, whole and content of each field of a message.

    Raises:
        ValueError: it is none.
    """
    at = 0
    while at < len(message):
        start = at
        key, at = _number(message, at)
        kind = key & 7
        if kind == VARINT:
            _, at = _number(message, at)
            content = message[start:at]
        elif kind in (FIXED64, FIXED32, LENGTH):
            size, at = _number(message, at) if kind == LENGTH else (8 if kind == FIXED64 else 4, at)
            content = message[at : at + size]
            at += size
        else:
            raise ValueError(f"no field has the type {kind}")
        if at > len(message):
            raise ValueError("a field is cut short")
        yield key >> 3, message[start:at], content


def _number(message: memoryview, at: int) -> tuple[int, int]:
    """A varint, and where it ends."""
    found = shift = 0
    for i in range(at, len(message)):
        found |= (message[i] & 0x7F) << shift
        shift += 7
        if message[i] < 0x80:
            return found, i + 1
    raise ValueError("a number is cut short")


def _field(number: int, content: bytes) -> bytes:
    """A field whose content has a length of its own."""
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)
