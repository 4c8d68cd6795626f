"""What the runtime's calls answer, as typed dictionaries: they describe the contract and are never made at run time.

One module an area. What may be absent is ``NotRequired``; what may be blank is ``| None``.
"""
