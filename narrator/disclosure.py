"""The wording of the label and its states."""
