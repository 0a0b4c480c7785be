"""Blocks -> Utterances, sentence by sentence."""
