"""What can go wrong between an evidence folder and a published site."""


class SiteError(Exception):
    """The site was not built; the message says what happened and what to do. The last site stays up."""


class EvidenceError(SiteError):
    """The evidence folder does not keep its promises: every fault found is one line of the message."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("The evidence folder cannot be published:\n" + "\n".join(f"  {fault}" for fault in faults))
