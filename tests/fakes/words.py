"""Words without a dictionary."""


class SpacedWords:
    def words(self, text: str) -> list[str]:
        return text.lower().split()
