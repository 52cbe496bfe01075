"""What the Bluetooth stack throws, told in words a person can act on.

bleak 3.1 lets out many kinds of errors for few reasons, and the kinds differ by platform. Here,
and nowhere else, they become `DeviceError`s: what happened, and the next step.
"""

from __future__ import annotations

from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakDBusError,
    BleakError,
    BleakGATTProtocolError,
    BleakGATTProtocolErrorCode,
)

from devices.errors import BluetoothUnavailable, DeviceError, NoHeartRateService, StrapNotFound
from devices.rfkill import bluetooth_block

# Everything bleak lets out of scanning, connecting and reading when the radio, the daemon or the
# strap misbehaves: OSError and EOFError come from a dead bus; AssertionError, AttributeError and
# KeyError are its own races when a device vanishes.
RADIO_ERRORS = (
    BleakError,
    TimeoutError,
    OSError,
    EOFError,
    AssertionError,
    AttributeError,
    KeyError,
)

_Reason = BleakBluetoothNotAvailableReason
_REASONS = {
    _Reason.POWERED_OFF: "off",
    _Reason.DENIED_BY_USER: "denied",
    _Reason.DENIED_BY_SYSTEM: "denied",
    _Reason.DENIED_BY_UNKNOWN: "denied",
    _Reason.NO_BLUETOOTH: "no_adapter",
    _Reason.NO_BLE_CENTRAL_ROLE: "no_adapter",
}
_DBUS_REASONS = {
    "org.bluez.Error.NotReady": "off",
    "org.freedesktop.DBus.Error.AccessDenied": "denied",
    "org.freedesktop.DBus.Error.ServiceUnknown": "no_daemon",
    "org.freedesktop.DBus.Error.NameHasNoOwner": "no_daemon",
    "org.freedesktop.DBus.Error.Disconnected": "no_daemon",
}
_WORDS = {
    "off": (
        "Bluetooth is off.",
        "Turn it on in the system's settings.",
    ),
    "denied": (
        "This program may not use Bluetooth yet.",
        (
            "Allow it in the system's privacy settings "
            "(on Linux: sudo usermod -aG bluetooth $USER, and log in again)."
        ),
    ),
    "no_adapter": (
        "This computer has no Bluetooth adapter for straps.",
        "Plug in a Bluetooth adapter (4.0 or newer), or practise without a strap.",
    ),
    "no_daemon": (
        "The system's Bluetooth service does not answer.",
        "Start it (on Linux: sudo systemctl restart bluetooth).",
    ),
}
_BLOCKED_WORDS = {
    "soft": (
        "Bluetooth is blocked by the system.",
        "Leave airplane mode, or run: rfkill unblock bluetooth.",
    ),
    "hard": (
        "Bluetooth is blocked by this computer's own switch.",
        "Move that switch or press the airplane key.",
    ),
}
_WANTS_PAIRING = (
    BleakGATTProtocolErrorCode.INSUFFICIENT_AUTHENTICATION,
    BleakGATTProtocolErrorCode.INSUFFICIENT_AUTHORIZATION,
    BleakGATTProtocolErrorCode.INSUFFICIENT_ENCRYPTION,
)


def unavailable(reason: str) -> BluetoothUnavailable:
    """Return the error for one of off, denied, no_adapter, no_daemon; or why it is blocked."""
    if reason in {"off", "no_adapter"} and (block := bluetooth_block()):
        return BluetoothUnavailable("blocked", *_BLOCKED_WORDS[block])
    return BluetoothUnavailable(reason, *_WORDS[reason])


def not_found() -> StrapNotFound:
    """Return the error for a strap that does not show itself."""
    return StrapNotFound(
        "Your strap is not in reach yet.",
        "Put it on, moisten its electrodes, and close other apps that use it.",
    )


def no_heart_rate_service() -> NoHeartRateService:
    """Return the error for a device that is no heart rate strap."""
    return NoHeartRateService(
        "This device offers no heart rate service.", "Choose another device from the list."
    )


def explain(error: BaseException) -> DeviceError:
    """Translate what the Bluetooth stack raised.

    Parameters
    ----------
    error
        Anything from `RADIO_ERRORS`, or a `DeviceError`, which is returned as it is.

    Returns
    -------
    DeviceError
        `BluetoothUnavailable` when only the person can help, else a plain `DeviceError`.
    """
    match error:
        case DeviceError():
            return error
        case BleakBluetoothNotAvailableError():
            return unavailable(_REASONS.get(error.reason, "no_daemon"))
        case BleakDBusError() if error.dbus_error in _DBUS_REASONS:
            return unavailable(_DBUS_REASONS[error.dbus_error])
        case FileNotFoundError() | ConnectionRefusedError() | PermissionError():  # no system bus
            return unavailable("denied" if isinstance(error, PermissionError) else "no_daemon")
        case _ if _wants_pairing(error):
            return DeviceError(
                "The strap wants to be paired first.",
                "Pair it in the system's Bluetooth settings, and it goes on by itself.",
            )
        case TimeoutError():
            return DeviceError(
                "The strap did not answer.",
                "Move closer and moisten its electrodes; it is tried again by itself.",
            )
    return DeviceError(
        "The connection to the strap was interrupted.", "It is tried again by itself."
    )


def _wants_pairing(error: BaseException) -> bool:
    if isinstance(error, BleakGATTProtocolError):
        return error.code in _WANTS_PAIRING
    return isinstance(error, BleakDBusError) and error.dbus_error in (
        "org.bluez.Error.NotPermitted",
        "org.bluez.Error.AuthenticationFailed",
    )
