"""From a draft to a published version: the plan, and doing exactly that plan."""
