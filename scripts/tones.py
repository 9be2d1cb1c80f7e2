"""Makes the tones of the integration, or with --check compares them with the files."""

from pathlib import Path
import sys

import lameenc

from scripts.synthesis import SAMPLE_RATE, SCORES, samples

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "custom_components" / "backcare" / "tones"

BIT_RATE = 64
"""In kbit/s."""


def encode(name: str) -> bytes:
    """Return a tone as an MP3 file of a constant bit rate.

    Without the header that tells the delay of the encoder: some players obey it, others
    play it as silence, and without it the first sound is at the same place in all.
    """
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(SAMPLE_RATE)
    encoder.set_out_sample_rate(SAMPLE_RATE)
    encoder.set_bit_rate(BIT_RATE)
    encoder.set_quality(2)
    return bytes(encoder.encode(samples(name).tobytes()) + encoder.flush())


if __name__ == "__main__":
    tones = {TARGET / f"{name}.mp3": encode(name) for name in SCORES}
    if "--check" in sys.argv[1:]:
        if {file: file.read_bytes() for file in TARGET.iterdir()} != tones:
            sys.exit("The tones are not what scripts/tones makes")
    else:
        for file, content in tones.items():
            file.write_bytes(content)
            print(f"{file.relative_to(ROOT)}: {len(content)} bytes")
