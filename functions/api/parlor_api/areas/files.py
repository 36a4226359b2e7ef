"""Files of conversations and the company's common files (常用文件). Their contents go straight to the store and come from there."""

from parlor.domain.conversation import Party
from parlor.domain.credentials import VisitorClaims
from parlor.domain.errors import Forbidden
from parlor.domain.files import SharedFile, StoredFile
from parlor.domain.ids import ConversationId, FileId
from parlor.domain.limits import FILE_BYTES_BY_CONVERSATION, FILES_BY_ADDRESS, FILES_BY_VISITOR, LINKS_BY_VISITOR
from parlor.domain.staff import Staff
from parlor.protocol import rest
from parlor.runtime.office import House, Office
from parlor.usecases.keep_files import NewFile
from parlor_api.asked import Asked


def announce_file(asked: Asked, staff: Staff, office: Office) -> rest.FileUpload:
    body: rest.NewStaffFile = asked.body
    if body.conversation_id is None:
        staff.check("keep_library")
    keep = office.keep_internal_files if body.internal else office.keep_files
    return keep.announce(_said(body), staff.party, ConversationId(body.conversation_id) if body.conversation_id else None)


def finish_file(asked: Asked, staff: Staff, office: Office) -> rest.StoredFile:
    return _stored(office.keep_files.finish(FileId(asked.path["file_id"]), staff.party))


def get_file_links(asked: Asked, staff: Staff, office: Office) -> rest.FileLinkList:
    body: rest.AskFileLinks = asked.body
    file_ids, conversation_id = [FileId(each) for each in body.file_ids], ConversationId(body.conversation_id)
    if body.internal:
        others = "read_internal" in staff.agent.rights
        return office.keep_internal_files.links(conversation_id, file_ids, staff.party, recalled_too=others, others=others)
    return office.keep_files.links(conversation_id, file_ids, staff.party, recalled_too=staff.leads)


def list_shared_files(asked: Asked, staff: Staff, office: Office) -> rest.SharedFileList:
    return rest.SharedFileList(files=[_shared(each) for each in office.files.shared()])


def add_shared_file(asked: Asked, staff: Staff, office: Office) -> rest.SharedFile:
    return _shared(office.keep_files.share(asked.body, staff, office.trail(staff, asked.address)))


def delete_shared_file(asked: Asked, staff: Staff, office: Office) -> None:
    office.keep_files.unshare(FileId(asked.path["file_id"]), office.trail(staff, asked.address))


def announce_visitor_file(asked: Asked, house: House) -> rest.FileUpload:
    body: rest.NewVisitorFile = asked.body
    house.limits.take(FILES_BY_ADDRESS, asked.address)
    visitor = house.tokens.verify_visitor(body.visitor_token)
    house.limits.take(FILES_BY_VISITOR, visitor.visitor)
    office = house.office(visitor.tenant)
    if not office.directory.service().switches.visitor_files:
        raise Forbidden("This company takes no files.", field="conversation_id")
    conversation_id = ConversationId(body.conversation_id)
    # With the visitor's id, so that nobody uses up what another's conversation may hold.
    house.limits.take(FILE_BYTES_BY_CONVERSATION, f"{visitor.visitor}#{conversation_id}", body.size)
    return office.keep_files.announce(_said(body), _party(visitor), conversation_id)


def finish_visitor_file(asked: Asked, house: House) -> rest.StoredFile:
    body: rest.FinishVisitorFile = asked.body
    visitor = house.tokens.verify_visitor(body.visitor_token)
    return _stored(house.office(visitor.tenant).keep_files.finish(FileId(asked.path["file_id"]), _party(visitor)))


def get_visitor_file_links(asked: Asked, house: House) -> rest.FileLinkList:
    body: rest.AskVisitorFileLinks = asked.body
    visitor = house.tokens.verify_visitor(body.visitor_token)
    house.limits.take(LINKS_BY_VISITOR, visitor.visitor)
    file_ids = [FileId(each) for each in body.file_ids]
    return house.office(visitor.tenant).keep_files.links(ConversationId(body.conversation_id), file_ids, _party(visitor))


def _party(visitor: VisitorClaims) -> Party:
    return Party("visitor", visitor.visitor)


def _said(body: rest.NewStaffFile | rest.NewVisitorFile) -> NewFile:
    return NewFile(name=body.name, type=body.type, size=body.size, width=body.width, height=body.height, thumbnail_size=body.thumbnail_size)


def _stored(file: StoredFile) -> rest.StoredFile:
    return rest.StoredFile(
        file_id=file.file_id,
        name=file.name,
        type=file.type,
        size=file.size,
        width=file.width,
        height=file.height,
        thumbnail=file.thumbnail,
    )


def _shared(file: SharedFile) -> rest.SharedFile:
    return rest.SharedFile(
        file_id=file.file_id,
        title=file.title,
        folder=file.folder,
        name=file.name,
        type=file.type,
        size=file.size,
        added_by=file.added_by,
    )


HANDLERS = {
    "announce_file": announce_file,
    "finish_file": finish_file,
    "get_file_links": get_file_links,
    "list_shared_files": list_shared_files,
    "add_shared_file": add_shared_file,
    "delete_shared_file": delete_shared_file,
    "announce_visitor_file": announce_visitor_file,
    "finish_visitor_file": finish_visitor_file,
    "get_visitor_file_links": get_visitor_file_links,
}
