"""Reads the golden cards beside this file with huggingface_hub, without network.

Run with any Python that has huggingface_hub (checked with 2.4): python3 check-cards.py [README.md ...]
"""
import pathlib
import sys

from huggingface_hub import ModelCard, ModelCardData
from huggingface_hub.repocard_data import model_index_to_eval_results

here = pathlib.Path(__file__).parent
paths = [pathlib.Path(name) for name in sys.argv[1:]] or sorted(here.glob("card-*.md"))
assert paths, "no cards"
for path in paths:
    text = path.read_text(encoding="utf-8")
    card = ModelCard(text)
    assert isinstance(card.data, ModelCardData), path
    assert "\n# " in card.text and not card.text.lstrip().startswith("---"), path
    data = card.data.to_dict()
    assert data["pipeline_tag"] in ("text-classification", "fill-mask"), path
    assert all(isinstance(tag, str) for tag in data["tags"]), path
    # Parsed once by ModelCard, and once more from the index that it writes.
    assert card.data.eval_results, path
    name, results = model_index_to_eval_results(data["model-index"])
    assert name == card.data.model_name, (path, name)
    assert len(results) == len(card.data.eval_results), path
    for result in results:
        assert isinstance(result.metric_value, float), (path, result)
        assert result.task_type == data["pipeline_tag"] and result.dataset_type and result.dataset_name, path
    # What is written again reads as the same.
    again = ModelCard(str(card))
    assert again.data.to_dict() == data, path
    print(f"{path.name}: {len(results)} results, base_model {data.get('base_model')}, license {data.get('license')}")
