"""Converts the small TensorFlow Lite networks that Headroom uses to ONNX.

For developers, called by convert-models; needs numpy and onnx (Debian: python3-numpy, python3-onnx). It knows the
operators of those three networks and no others, and says so when it meets one. Pictures are NHWC in TensorFlow Lite and
NCHW in ONNX: every tensor of four dimensions is kept as NCHW, and turned back where a reshape looks at its order.

Formats: tensorflow/lite/schema/schema.fbs (version 3), FlatBuffers internals, onnx/docs/Operators.md (opset 13).
"""
import struct
import sys

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 13  # the newest that OpenCV 4.6 reads
IR_VERSION = 7
OPERATORS = {0: "add", 1: "average_pool", 3: "conv", 4: "depthwise_conv", 6: "dequantize", 14: "logistic", 17: "max_pool",
             18: "mul", 19: "relu", 22: "reshape", 23: "resize_bilinear", 32: "custom", 34: "pad", 54: "prelu",
             117: "hard_swish"}
ELEMENT_TYPES = {0: numpy.float32, 1: numpy.float16, 2: numpy.int32}
ACTIVATION_NONE, ACTIVATION_RELU = 0, 1
PADDING_SAME = 0


class Table:
    """A FlatBuffers table: fields are found through the vtable, an absent one has its default."""

    def __init__(self, data, position):
        self.data, self.position = data, position
        self.vtable = position - struct.unpack_from("<i", data, position)[0]
        self.vtable_size = struct.unpack_from("<H", data, self.vtable)[0]

    def _field(self, index):
        entry = 4 + 2 * index
        offset = struct.unpack_from("<H", self.data, self.vtable + entry)[0] if entry < self.vtable_size else 0
        return self.position + offset if offset else None

    def _reference(self, index):
        at = self._field(index)
        return None if at is None else at + struct.unpack_from("<I", self.data, at)[0]

    def number(self, index, kind, default=0):
        at = self._field(index)
        return default if at is None else struct.unpack_from("<" + kind, self.data, at)[0]

    def numbers(self, index, kind):
        at = self._reference(index)
        if at is None:
            return []
        count = struct.unpack_from("<I", self.data, at)[0]
        return list(struct.unpack_from(f"<{count}{kind}", self.data, at + 4))

    def raw(self, index):
        at = self._reference(index)
        if at is None:
            return b""
        size = struct.unpack_from("<I", self.data, at)[0]
        return self.data[at + 4:at + 4 + size]

    def table(self, index):
        at = self._reference(index)
        return None if at is None else Table(self.data, at)

    def tables(self, index):
        at = self._reference(index)
        if at is None:
            return []
        starts = [at + 4 + 4 * i for i in range(struct.unpack_from("<I", self.data, at)[0])]
        return [Table(self.data, s + struct.unpack_from("<I", self.data, s)[0]) for s in starts]


def same_padding(size, kernel, stride):
    """How TensorFlow pads for output = ceil(size / stride): the odd pixel goes behind."""
    total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
    return total // 2, total - total // 2


class Converter:
    def __init__(self, path):
        with open(path, "rb") as file:
            data = file.read()
        model = Table(data, struct.unpack_from("<I", data, 0)[0])
        # The code moved to a wider field when there were more than 127 of them.
        self.codes = [(max(c.number(0, "b"), c.number(3, "i")), c.raw(1).decode()) for c in model.tables(1)]
        buffers = model.tables(4)
        graph = model.tables(2)[0]
        tensors = graph.tables(0)
        self.shapes = [t.numbers(0, "i") for t in tensors]
        self.constants = {}
        for i, tensor in enumerate(tensors):
            content = buffers[tensor.number(2, "I")].raw(0)
            if content:
                values = numpy.frombuffer(content, ELEMENT_TYPES[tensor.number(1, "b")])
                self.constants[i] = values.reshape(self.shapes[i])
        self.inputs, self.outputs = graph.numbers(1, "i"), graph.numbers(2, "i")
        self.operators = graph.tables(3)
        self.names = {self.inputs[0]: "input"}
        self.nodes, self.initializers = [], []

    # Building blocks

    def name(self, tensor):
        return self.names.setdefault(tensor, f"t{tensor}")

    def constant(self, values):
        name = f"c{len(self.initializers)}"
        self.initializers.append(numpy_helper.from_array(numpy.ascontiguousarray(values), name))
        return name

    def node(self, kind, inputs, output=None, **attributes):
        output = output or f"x{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def picture(self, tensor):
        """The tensor as an operand in NCHW."""
        if tensor not in self.constants:
            return self.name(tensor)
        values = self.constants[tensor].astype(numpy.float32)
        order = {1: (0,), 3: (2, 0, 1), 4: (0, 3, 1, 2)}[values.ndim]
        values = values.transpose(order)
        return self.constant(values.reshape(-1, 1, 1) if values.ndim == 1 else values)

    def finished(self, kind, inputs, output, activation, **attributes):
        """The node, with the activation that TensorFlow Lite folds into it."""
        if activation == ACTIVATION_NONE:
            self.node(kind, inputs, self.name(output), **attributes)
        elif activation == ACTIVATION_RELU:
            self.node("Relu", [self.node(kind, inputs, **attributes)], self.name(output))
        else:
            raise NotImplementedError(f"activation {activation}")

    def pads(self, tensor, kernel, strides, padding):
        if padding != PADDING_SAME:
            return [0, 0, 0, 0]
        _, height, width, _ = self.shapes[tensor]
        top, bottom = same_padding(height, kernel[0], strides[0])
        left, right = same_padding(width, kernel[1], strides[1])
        return [top, left, bottom, right]

    # Operators; field numbers as in schema.fbs

    def dequantize(self, inputs, output, _):
        self.constants[output] = self.constants[inputs[0]].astype(numpy.float32)

    def _convolution(self, inputs, output, weights, group, padding, strides, activation):
        kernel = list(weights.shape[2:])
        operands = [self.picture(inputs[0]), self.constant(weights.astype(numpy.float32)),
                    self.constant(self.constants[inputs[2]].astype(numpy.float32))]
        self.finished("Conv", operands, output, activation, kernel_shape=kernel, strides=strides, group=group,
                      pads=self.pads(inputs[0], kernel, strides, padding))

    def conv(self, inputs, output, options):
        self._require(options.number(4, "i", 1) == 1 and options.number(5, "i", 1) == 1, "dilation")
        weights = self.constants[inputs[1]].transpose(0, 3, 1, 2)  # OHWI
        self._convolution(inputs, output, weights, 1, options.number(0, "b"),
                          [options.number(2, "i"), options.number(1, "i")], options.number(3, "b"))

    def depthwise_conv(self, inputs, output, options):
        self._require(options.number(5, "i", 1) == 1 and options.number(6, "i", 1) == 1, "dilation")
        weights = self.constants[inputs[1]].transpose(3, 0, 1, 2)  # 1HWO
        self._convolution(inputs, output, weights, self.shapes[inputs[0]][3], options.number(0, "b"),
                          [options.number(2, "i"), options.number(1, "i")], options.number(4, "b"))

    def custom(self, inputs, output, options, name, raw_options):
        self._require(name == "Convolution2DTransposeBias", f"custom operator {name}")
        _, stride_x, stride_y = struct.unpack_from("<3i", raw_options, 0)
        weights = self.constants[inputs[1]].transpose(3, 0, 1, 2)
        self._require(list(weights.shape[2:]) == [stride_y, stride_x], "overlapping transposed convolution")
        operands = [self.picture(inputs[0]), self.constant(weights.astype(numpy.float32)),
                    self.constant(self.constants[inputs[2]].astype(numpy.float32))]
        self.node("ConvTranspose", operands, self.name(output), kernel_shape=[stride_y, stride_x],
                  strides=[stride_y, stride_x], pads=[0, 0, 0, 0])

    def _pool(self, kind, inputs, output, options, **attributes):
        strides = [options.number(2, "i"), options.number(1, "i")]
        kernel = [options.number(4, "i"), options.number(3, "i")]
        self.finished(kind, [self.picture(inputs[0])], output, options.number(5, "b"), kernel_shape=kernel, strides=strides,
                      pads=self.pads(inputs[0], kernel, strides, options.number(0, "b")), **attributes)

    def max_pool(self, inputs, output, options):
        self._pool("MaxPool", inputs, output, options)

    def average_pool(self, inputs, output, options):
        self._pool("AveragePool", inputs, output, options, count_include_pad=0)

    def add(self, inputs, output, options):
        self.finished("Add", [self.picture(i) for i in inputs], output, options.number(0, "b"))

    def mul(self, inputs, output, options):
        self.finished("Mul", [self.picture(i) for i in inputs], output, options.number(0, "b"))

    def relu(self, inputs, output, _):
        self.node("Relu", [self.picture(inputs[0])], self.name(output))

    def logistic(self, inputs, output, _):
        self.node("Sigmoid", [self.picture(inputs[0])], self.name(output))

    def hard_swish(self, inputs, output, _):
        x = self.picture(inputs[0])
        self.node("Mul", [x, self.node("HardSigmoid", [x], alpha=1 / 6, beta=0.5)], self.name(output))

    def prelu(self, inputs, output, _):
        self.node("PRelu", [self.picture(inputs[0]), self.picture(inputs[1])], self.name(output))

    def pad(self, inputs, output, _):
        amounts = self.constants[inputs[1]][[0, 3, 1, 2]]
        both = numpy.concatenate([amounts[:, 0], amounts[:, 1]]).astype(numpy.int64)
        self.node("Pad", [self.picture(inputs[0]), self.constant(both)], self.name(output))

    def resize_bilinear(self, inputs, output, options):
        self._require(options.number(3, "b") == 1 and options.number(2, "b") == 0, "resize other than by pixel centres")
        n, height, width, channels = self.shapes[output]
        size = self.constant(numpy.array([n, channels, height, width], numpy.int64))
        self.node("Resize", [self.picture(inputs[0]), "", "", size], self.name(output), mode="linear",
                  coordinate_transformation_mode="half_pixel")

    def reshape(self, inputs, output, _):
        x = self.picture(inputs[0])
        if len(self.shapes[inputs[0]]) == 4:
            x = self.node("Transpose", [x], perm=[0, 2, 3, 1])
        self._require(len(self.shapes[output]) != 4, "reshape to a picture")
        self.node("Reshape", [x, self.constant(numpy.array(self.shapes[output], numpy.int64))], self.name(output))

    @staticmethod
    def _require(condition, what):
        if not condition:
            raise NotImplementedError(what)

    # The whole

    def shape_in_onnx(self, tensor):
        shape = self.shapes[tensor]
        return [shape[0], shape[3], shape[1], shape[2]] if len(shape) == 4 else shape

    def convert(self):
        for operator in self.operators:
            code, custom_name = self.codes[operator.number(0, "I")]
            kind = OPERATORS.get(code)
            self._require(kind is not None, f"operator {code}")
            arguments = [operator.numbers(1, "i"), operator.numbers(2, "i")[0], operator.table(4)]
            if kind == "custom":
                arguments += [custom_name, operator.raw(5)]
            getattr(self, kind)(*arguments)
        values = []
        for i, tensor in enumerate(self.outputs):
            self.node("Identity", [self.name(tensor)], f"out{i}")
            values.append(helper.make_tensor_value_info(f"out{i}", TensorProto.FLOAT, self.shape_in_onnx(tensor)))
        source = helper.make_tensor_value_info("input", TensorProto.FLOAT, self.shape_in_onnx(self.inputs[0]))
        graph = helper.make_graph(self.nodes, "network", [source], values, self.initializers)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="headroom")
        model.ir_version = IR_VERSION
        onnx.checker.check_model(model)
        return model


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: tflite_to_onnx.py NETWORK.tflite NETWORK.onnx")
    onnx.save(Converter(sys.argv[1]).convert(), sys.argv[2])
