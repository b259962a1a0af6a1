"""Starting a visit."""

from fastapi import APIRouter

router = APIRouter()
