"""Everything that is done about prompts."""

from shouwang.prompts.writes.channels import NewChannel, add_channels, end_channels, send_again, try_channel
from shouwang.prompts.writes.prompting import NewPrompt, open_prompt, prompt
from shouwang.prompts.writes.sending import deliver, drop_messages

__all__ = ["NewChannel", "NewPrompt", "add_channels", "deliver", "drop_messages", "end_channels", "open_prompt", "prompt", "send_again", "try_channel"]
