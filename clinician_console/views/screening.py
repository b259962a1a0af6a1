"""The screening and consent form."""

from fastapi import APIRouter

router = APIRouter()
