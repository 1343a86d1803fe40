"""What differs between kernels for the same language: how a cell reaches Jupyter's features.

A kernel that is not listed here, or lacks a feature, fails the cases of that feature. The code is TypeScript that is also
JavaScript wherever it can be.
"""

from dataclasses import dataclass

import pytest


@dataclass(frozen=True)
class Samples:
    #: Displays text/html, with metadata {"text/html": {"isolated": true}} where the kernel knows of metadata.
    display: str | None = None
    #: Displays text/html "one" with an id, then makes it "two".
    update: str | None = None
    #: Clears the output, waiting for the next.
    clear: str | None = None
    #: Opens a comm "conformance.out" with data {start: 1} and bytes 1 2, sends {step: 2} with bytes 9 8 7, closes it with {end: 3}.
    comm_from_kernel: str | None = None
    #: Registers a target "conformance.echo" whose comms print "got" and send back data, metadata and buffers.
    comm_echo: str | None = None
    #: Registers a target "conformance.fails" whose comms throw Error("in a callback").
    comm_fails: str | None = None
    #: Makes a slider of value 3, without showing it.
    slider: str | None = None
    #: Evaluates to a line that the user enters at the prompt "Name: ".
    input: str | None = None
    #: The same with a hidden input at "Password: ".
    password: str | None = None

    def of(self, feature):
        code = getattr(self, feature)
        if code is None:
            pytest.fail(f"this kernel offers nothing for {feature}")
        return code


HOST = '(globalThis as any)[Symbol.for("miniscope-lab.kernel-host")]'

BY_IMPLEMENTATION = {
    "miniscope-lab": Samples(
        display=f'{HOST}.display({{ "text/html": "<b>shown</b>" }}, {{ metadata: {{ "text/html": {{ isolated: true }} }} }});',
        update=f'{HOST}.display({{ "text/html": "one" }}, {{ displayId: "conformance" }});\n'
        f'{HOST}.display({{ "text/html": "two" }}, {{ displayId: "conformance", update: true }});',
        clear=f"{HOST}.clearOutput(true);",
        comm_from_kernel=f'const fromKernel = {HOST}.openComm("conformance.out", {{ start: 1 }}, {{ buffers: [new Uint8Array([1, 2])] }});\n'
        "fromKernel.send({ step: 2 }, [new Uint8Array([9, 8, 7])], { note: 'm' });\n"
        "fromKernel.close({ end: 3 });",
        comm_echo=f'{HOST}.registerTarget("conformance.echo", (comm: any, open: any) => {{\n'
        "  comm.send({ opened: open.data });\n"
        "  comm.onMessage = ({ data, buffers, metadata }: any) => {\n"
        '    console.log("got");\n'
        "    comm.send(data, buffers, metadata);\n"
        "  };\n"
        "});",
        comm_fails=f'{HOST}.registerTarget("conformance.fails", (comm: any) => {{\n'
        '  comm.onMessage = () => { throw new Error("in a callback"); };\n'
        "});",
        slider='import { IntSlider } from "miniscope-lab";\nconst conformanceSlider = new IntSlider({ value: 3 });',
        input='import { input as ask } from "miniscope-lab";\nawait ask("Name: ")',
        password='import { input as askSecret } from "miniscope-lab";\nawait askSecret("Password: ", { password: true })',
    ),
    "tslab": Samples(
        display='import * as tslab from "tslab";\ntslab.display.html("<b>shown</b>");',
        update='import * as tslabAgain from "tslab";\nconst shown = tslabAgain.newDisplay();\nshown.html("one");\nshown.html("two");',
    ),
}


def samples_for(implementation):
    return BY_IMPLEMENTATION.get(implementation, Samples())
