"""What is heard: the breath as a tone, bells at the turns of a sitting, and the system's voice.

Sound is never needed: where it cannot be had there is silence, and one sentence that says why.
"""
