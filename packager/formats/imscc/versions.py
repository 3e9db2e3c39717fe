"""What differs between Common Cartridge 1.1, 1.2 and 1.3: namespaces, resource types, where standards stand."""

from __future__ import annotations

from dataclasses import dataclass

QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_PROFILE = "http://www.imsglobal.org/profile/cc"


@dataclass(frozen=True)
class CartridgeVersion:
    """One version of the specification; `minor` is the digit after "1."."""

    minor: int

    @property
    def schema_version(self) -> str:
        """What the manifest's metadata names."""
        return f"1.{self.minor}.0"

    @property
    def tag(self) -> str:
        """The version as namespaces and types write it."""
        return f"v1p{self.minor}"

    @property
    def imscp(self) -> str:
        """Namespace of the manifest."""
        return f"http://www.imsglobal.org/xsd/imscc{self.tag}/imscp_v1p1"

    @property
    def lom_manifest(self) -> str:
        """Namespace of the cartridge's metadata."""
        return f"http://ltsc.ieee.org/xsd/imscc{self.tag}/LOM/manifest"

    @property
    def lom_resource(self) -> str:
        """Namespace of a resource's metadata."""
        return f"http://ltsc.ieee.org/xsd/imscc{self.tag}/LOM/resource"

    @property
    def standards(self) -> str | None:
        """Namespace of curriculum standards metadata; 1.1 has none."""
        return None if self.minor < 2 else f"http://www.imsglobal.org/xsd/imscc{self.tag}/imscsmd_v1p0"

    @property
    def web_link(self) -> str:
        """Namespace of a web link."""
        return f"http://www.imsglobal.org/xsd/imscc{self.tag}/imswl_{self.tag}"

    @property
    def roles(self) -> str:
        """The vocabulary that a resource's role is taken from."""
        return f"IMSGLC_CC_Roles{self.tag}"

    def type_of(self, kind: str) -> str:
        """Return the resource type of webcontent, assessment, question-bank or weblink."""
        if kind in ("assessment", "question-bank"):
            return f"imsqti_xmlv1p2/imscc_xml{self.tag}/{kind}"
        return f"imswl_xml{self.tag}" if kind == "weblink" else kind

    @property
    def schema_location(self) -> str:
        """Where the schemas of the manifest are said to be."""
        base = f"{_PROFILE}/cc{self.tag}"
        pairs = [
            (self.imscp, f"{base}/cc{self.tag}_imscp_v1p2_v1p0.xsd"),
            (self.lom_manifest, f"{base}/LOM/cc{self.tag}_lommanifest_v1p0.xsd"),
            (self.lom_resource, f"{base}/LOM/cc{self.tag}_lomresource_v1p0.xsd"),
        ]
        if self.standards is not None:
            pairs.append((self.standards, f"{base}/cc{self.tag}_imscsmd_v1p0.xsd"))
        return " ".join(part for pair in pairs for part in pair)

    @property
    def qti_location(self) -> str:
        """Where the schema of assessments is said to be."""
        return f"{QTI} {_PROFILE}/cc{self.tag}/cc{self.tag}_qtiasiv1p2p1_v1p0.xsd"

    @property
    def web_link_location(self) -> str:
        """Where the schema of web links is said to be."""
        return f"{self.web_link} {_PROFILE}/cc{self.tag}/cc{self.tag}_imswl_{self.tag}.xsd"
