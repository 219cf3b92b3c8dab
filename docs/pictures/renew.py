"""Makes the README's pictures out of those that the playthrough and the walk (tests/browser/test_walk.py) left in
artifacts/.

    make playthrough ARGS="--wpm 48"
    make pictures
    pip install pillow        # wanted here alone, so it is in no lock
    python docs/pictures/renew.py

Look at them before you commit: some moments show more than others.
"""

from pathlib import Path

from PIL import Image

HERE = Path(__file__).parent
ARTIFACTS = HERE.parents[1] / "artifacts"
# Picture → the one that it is made of, and how many pixels of that from the top.
PICTURES = {
    "play": ("playthrough/48wpm-60s-desktop-dark", 800),
    "result": ("result-of-another-dark-desktop", 1600),
    "replay": ("replay-dark-desktop", 862),
    "phone": ("playthrough/48wpm-20s-phone-light", 844),
}
COLOURS = 256  # a third of the bytes; dithered, since the arena's ground would show bands

for name, (source, height) in PICTURES.items():
    whole = Image.open(ARTIFACTS / f"{source}.png").convert("RGB")
    part = whole.crop((0, 0, whole.width, min(height, whole.height)))
    palette = part.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, kmeans=8)  # keeps the few bright ones
    part.quantize(palette=palette).save(HERE / f"{name}.png", optimize=True)
