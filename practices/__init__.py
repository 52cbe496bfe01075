"""What a person is asked to do: breathing, steps and words. Knows no heart and no screen."""
