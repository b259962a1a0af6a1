"""The live page and its sockets."""

from fastapi import APIRouter

router = APIRouter()
