"""Writes tensors.safetensors and floats.safetensors with the safetensors package (0.8.0), numpy 2.4.

python make_tensors.py
"""
import os
import numpy as np
from safetensors.numpy import save_file
from safetensors._safetensors_rust import TensorSpec, serialize_file

here = os.path.dirname(os.path.abspath(__file__))
values = np.array([0.0, -0.0, 1.0, -1.5, 3.140625, 65504.0, 6e-8, np.inf, -np.inf], dtype=np.float32)
tensors = {
    "b.half": values.astype(np.float16),
    "a.single": np.arange(6, dtype=np.float32).reshape(2, 3) / 7,
    "scalar": np.array(2.5, dtype=np.float32),
    "empty": np.zeros((0, 4), dtype=np.float32),
    "ids": np.arange(5, dtype=np.int64) - 2,
    "flags": np.array([True, False]),
    "bytes": np.array([0, 255], dtype=np.uint8),
    "small": np.array([-128, 127], dtype=np.int8),
}
bf16 = (values.view(np.uint32) >> 16).astype(np.uint16)
bf16_name, flat = "c.brain", {}
for name, array in {**tensors, bf16_name: bf16}.items():
    kind = "bfloat16" if name == bf16_name else str(array.dtype)
    flat[name] = TensorSpec(
        dtype=kind, shape=list(array.shape), data_ptr=array.ctypes.data, data_len=array.nbytes)
serialize_file(flat, os.path.join(here, "tensors.safetensors"), {"format": "pt"})
save_file(
    {"b": np.arange(4, dtype=np.float32), "a.é\"": np.full((1, 2), 0.1, dtype=np.float32),
     "h": np.array([0.1, 65519, 65520, -1e-8, 3e-8, 6.2e-5, 1e-3], dtype=np.float16)},
    os.path.join(here, "floats.safetensors"), {"format": "pt"})
