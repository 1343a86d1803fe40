"""Kernels for the cases: one for all, renewed after a case that failed, and fresh ones for those that end theirs."""

import pytest
from language_samples import samples_for
from protocol_client import Kernel


class Shared:
    def __init__(self, factory):
        self.factory = factory
        self.kernel = None

    def get(self):
        if self.kernel is None:
            self.kernel = Kernel(self.factory.mktemp("shared"))
        return self.kernel

    def discard(self):
        if self.kernel is not None:
            self.kernel.close()
        self.kernel = None


@pytest.fixture(scope="session")
def shared_kernel(tmp_path_factory):
    shared = Shared(tmp_path_factory)
    yield shared
    shared.discard()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    if call.when == "call":
        # A feature that is missing leaves the kernel as it was.
        item.conformance_failed = call.excinfo is not None and call.excinfo.type is not pytest.fail.Exception
    return outcome


@pytest.fixture
def kernel(shared_kernel, request):
    """A kernel that other cases use too; they use names of their own."""
    yield shared_kernel.get()
    if getattr(request.node, "conformance_failed", False):
        shared_kernel.discard()


@pytest.fixture
def samples(kernel):
    return samples_for(kernel.info.get("implementation"))


@pytest.fixture
def make_kernel(tmp_path):
    kernels = []

    def make():
        kernels.append(Kernel(tmp_path))
        return kernels[-1]

    yield make
    for kernel in kernels:
        kernel.close()
