"""What narrator adds to the graph of an ONNX model, without the ``onnx`` package.

A model is a message of Protocol Buffers (onnx.proto: ModelProto). Messages concatenate: what is appended to the bytes
is merged into the message before it, and repeated fields grow.
"""

from __future__ import annotations

INT64 = 7
"""TensorProto.DataType."""
GRAPH, OUTPUT = 7, 12
"""Numbers of the fields ModelProto.graph and GraphProto.output."""


def output(name: str, element_type: int = INT64) -> bytes:
    """What makes a tensor inside a model one of its outputs, when appended to the model's bytes."""
    tensor = _field(1, bytes([1 << 3, element_type]))  # TypeProto.tensor_type, in it Tensor.elem_type
    value = _field(1, name.encode()) + _field(2, tensor)  # ValueInfoProto.name, .type
    return _field(GRAPH, _field(OUTPUT, value))


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
