"""Carers on phones"""

import sqlalchemy as sa
from alembic import op

import forms_app.encryption

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

UNNUMBERED = {'sqlite_with_rowid': False}


def upgrade() -> None:
    op.create_table('attempt',
    sa.Column('what', sa.String(length=60), nullable=False),
    sa.Column('who', sa.String(length=64), nullable=False),
    sa.Column('since', sa.DateTime(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('what', 'who', 'since', name=op.f('pk_attempt'))
    )
    op.create_table('beat',
    sa.Column('duty', sa.String(length=60), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('duty', name=op.f('pk_beat'))
    )
    op.create_table('stopped_contact',
    sa.Column('contact_hash', sa.String(length=64), nullable=False),
    sa.Column('stopped_on', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('contact_hash', name=op.f('pk_stopped_contact'))
    )
    op.create_table('duty_period',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('provider', sa.String(length=80), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['provider'], ['provider.provider'], name=op.f('fk_duty_period_provider')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_duty_period_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duty_period'))
    )
    with op.batch_alter_table('duty_period', schema=None) as batch_op:
        batch_op.create_index('ix_duty_period_provider', ['provider', 'starts_on'], unique=False)

    op.create_table('job',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('provider', sa.String(length=80), nullable=True),
    sa.Column('parameters', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=60), nullable=False),
    sa.Column('done', sa.Integer(), server_default='0', nullable=False),
    sa.Column('total', sa.Integer(), nullable=True),
    sa.Column('result', sa.String(length=200), nullable=True),
    sa.Column('problem', sa.Text(), nullable=True),
    sa.Column('made_by', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('started_at', sa.DateTime(), nullable=True),
    sa.Column('seen_at', sa.DateTime(), nullable=True),
    sa.Column('finished_at', sa.DateTime(), nullable=True),
    sa.Column('tries', sa.Integer(), server_default='0', nullable=False),
    sa.ForeignKeyConstraint(['made_by'], ['user.id'], name=op.f('fk_job_made_by')),
    sa.ForeignKeyConstraint(['provider'], ['provider.provider'], name=op.f('fk_job_provider')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job'))
    )
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.create_index('ix_job_waiting', ['state', 'id'], unique=False)

    op.create_table('language_sign_off',
    sa.Column('survey', sa.String(length=60), nullable=False),
    sa.Column('language', sa.String(length=20), nullable=False),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('speaker', sa.String(length=200), nullable=False),
    sa.Column('signed_by', sa.Integer(), nullable=True),
    sa.Column('signed_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['signed_by'], ['user.id'], name=op.f('fk_language_sign_off_signed_by')),
    sa.PrimaryKeyConstraint('survey', 'language', 'content_hash', name=op.f('pk_language_sign_off'))
    )
    op.create_table('survey_draft',
    sa.Column('survey', sa.String(length=60), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('lock', sa.Integer(), nullable=False),
    sa.Column('base_version', sa.String(length=64), nullable=True),
    sa.Column('saved_by', sa.Integer(), nullable=True),
    sa.Column('saved_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['saved_by'], ['user.id'], name=op.f('fk_survey_draft_saved_by')),
    sa.PrimaryKeyConstraint('survey', name=op.f('pk_survey_draft'))
    )
    op.create_table('survey_edition',
    sa.Column('survey', sa.String(length=60), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('version', sa.String(length=64), nullable=False),
    sa.Column('changes', sa.Text(), nullable=False),
    sa.Column('note', sa.String(length=400), nullable=False),
    sa.Column('published_by', sa.Integer(), nullable=True),
    sa.Column('published_on', sa.Date(), nullable=False),
    sa.Column('left_rounds', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['published_by'], ['user.id'], name=op.f('fk_survey_edition_published_by')),
    sa.ForeignKeyConstraint(['version'], ['survey_version.version'], name=op.f('fk_survey_edition_version')),
    sa.PrimaryKeyConstraint('survey', 'number', name=op.f('pk_survey_edition'))
    )
    op.create_table('asked',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('who', sa.String(length=64), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_asked_round_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_asked'))
    )
    with op.batch_alter_table('asked', schema=None) as batch_op:
        batch_op.create_index('ix_asked_who', ['who', 'asked_on'], unique=False)

    op.create_table('finish_code',
    sa.Column('lookup_hash', sa.String(length=64), nullable=False),
    sa.Column('response', sa.String(length=80), nullable=False),
    sa.Column('sealed', sa.Text(), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['response'], ['response.response'], name=op.f('fk_finish_code_response'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('lookup_hash', name=op.f('pk_finish_code')),
    **UNNUMBERED
    )
    with op.batch_alter_table('finish_code', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_finish_code_response'), ['response'], unique=False)

    op.create_table('held_answer',
    sa.Column('response', sa.String(length=80), nullable=False),
    sa.Column('question', sa.String(length=120), nullable=False),
    sa.Column('typed', forms_app.encryption.EncryptedText(), nullable=False),
    sa.ForeignKeyConstraint(['response'], ['response.response'], name=op.f('fk_held_answer_response'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('response', 'question', name=op.f('pk_held_answer')),
    **UNNUMBERED
    )
    op.create_table('invitation_token',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('invitation_id', sa.Integer(), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitation.id'], name=op.f('fk_invitation_token_invitation_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_invitation_token'))
    )
    with op.batch_alter_table('invitation_token', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invitation_token_invitation_id'), ['invitation_id'], unique=False)

    op.create_table('paper_sheet',
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.String(length=64), nullable=False),
    sa.Column('language', sa.String(length=20), nullable=False),
    sa.Column('layout', sa.String(length=60), nullable=False),
    sa.Column('state', sa.String(length=60), nullable=False),
    sa.Column('invitation_id', sa.Integer(), nullable=True),
    sa.Column('response', sa.String(length=80), nullable=True),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.Column('receipt_hash', sa.String(length=64), nullable=True),
    sa.Column('entered_on', sa.Date(), nullable=True),
    sa.Column('entered_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['entered_by'], ['user.id'], name=op.f('fk_paper_sheet_entered_by')),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitation.id'], name=op.f('fk_paper_sheet_invitation_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['response'], ['response.response'], name=op.f('fk_paper_sheet_response'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_paper_sheet_round_id')),
    sa.ForeignKeyConstraint(['version'], ['survey_version.version'], name=op.f('fk_paper_sheet_version')),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_paper_sheet')),
    sa.UniqueConstraint('receipt_hash', name=op.f('uq_paper_sheet_receipt_hash')),
    sa.UniqueConstraint('response', name=op.f('uq_paper_sheet_response'))
    )
    with op.batch_alter_table('paper_sheet', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_paper_sheet_round_id'), ['round_id'], unique=False)

    op.create_table('sheet_draft',
    sa.Column('sheet', sa.String(length=20), nullable=False),
    sa.Column('typed', forms_app.encryption.EncryptedText(), nullable=False),
    sa.Column('again', forms_app.encryption.EncryptedText(), nullable=True),
    sa.Column('receipt', forms_app.encryption.EncryptedText(), nullable=True),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.Column('typed_by', sa.Integer(), nullable=True),
    sa.Column('again_by', sa.Integer(), nullable=True),
    sa.Column('saved_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['again_by'], ['user.id'], name=op.f('fk_sheet_draft_again_by')),
    sa.ForeignKeyConstraint(['sheet'], ['paper_sheet.code'], name=op.f('fk_sheet_draft_sheet'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['typed_by'], ['user.id'], name=op.f('fk_sheet_draft_typed_by')),
    sa.PrimaryKeyConstraint('sheet', name=op.f('pk_sheet_draft'))
    )
    op.create_table('sheet_tally',
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('question', sa.String(length=120), nullable=False),
    sa.Column('unclear', sa.Integer(), server_default='0', nullable=False),
    sa.Column('off_path', sa.Integer(), server_default='0', nullable=False),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_sheet_tally_round_id')),
    sa.PrimaryKeyConstraint('round_id', 'question', name=op.f('pk_sheet_tally'))
    )
    op.create_table('sheet_correction',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sheet', sa.String(length=20), nullable=False),
    sa.Column('reason', forms_app.encryption.EncryptedText(), nullable=False),
    sa.Column('corrected_by', sa.Integer(), nullable=True),
    sa.Column('corrected_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['corrected_by'], ['user.id'], name=op.f('fk_sheet_correction_corrected_by')),
    sa.ForeignKeyConstraint(['sheet'], ['paper_sheet.code'], name=op.f('fk_sheet_correction_sheet')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sheet_correction'))
    )
    with op.batch_alter_table('sheet_correction', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sheet_correction_sheet'), ['sheet'], unique=False)

    op.create_table('response_key',
    sa.Column('key_hash', sa.String(length=64), nullable=False),
    sa.Column('response', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['response'], ['response.response'], name=op.f('fk_response_key_response'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('key_hash', name=op.f('pk_response_key')),
    **UNNUMBERED
    )
    with op.batch_alter_table('response_key', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_response_key_response'), ['response'], unique=False)

    op.create_table('safety_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('provider', sa.String(length=80), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=True),
    sa.Column('response', sa.String(length=80), nullable=True),
    sa.Column('person', sa.String(length=80), nullable=True),
    sa.Column('question', sa.String(length=120), nullable=True),
    sa.Column('answer_code', sa.String(length=60), nullable=True),
    sa.Column('asked_for_contact', sa.Boolean(), nullable=False),
    sa.Column('contact_name', forms_app.encryption.EncryptedText(), nullable=True),
    sa.Column('contact_how', forms_app.encryption.EncryptedText(), nullable=True),
    sa.Column('contact_when', forms_app.encryption.EncryptedText(), nullable=True),
    sa.Column('known_name', forms_app.encryption.EncryptedText(), nullable=True),
    sa.Column('known_how', forms_app.encryption.EncryptedText(), nullable=True),
    sa.Column('language', sa.String(length=20), nullable=True),
    sa.Column('once', sa.String(length=64), nullable=True),
    sa.Column('opened_at', sa.DateTime(), nullable=False),
    sa.Column('due_at', sa.DateTime(), nullable=False),
    sa.Column('assigned_to', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=60), nullable=False),
    sa.Column('outcome', sa.String(length=60), nullable=True),
    sa.Column('outcome_note', forms_app.encryption.EncryptedText(), nullable=True),
    sa.Column('closed_at', sa.DateTime(), nullable=True),
    sa.Column('closed_by', sa.Integer(), nullable=True),
    sa.Column('reminded_at', sa.DateTime(), nullable=True),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['assigned_to'], ['user.id'], name=op.f('fk_safety_item_assigned_to')),
    sa.ForeignKeyConstraint(['closed_by'], ['user.id'], name=op.f('fk_safety_item_closed_by')),
    sa.ForeignKeyConstraint(['provider'], ['provider.provider'], name=op.f('fk_safety_item_provider')),
    sa.ForeignKeyConstraint(['response'], ['response.response'], name=op.f('fk_safety_item_response'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_safety_item_round_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_safety_item')),
    sa.UniqueConstraint('once', name=op.f('uq_safety_item_once'))
    )
    with op.batch_alter_table('safety_item', schema=None) as batch_op:
        batch_op.create_index('ix_safety_item_open', ['provider', 'state', 'due_at'], unique=False)

    op.create_table('safety_note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('code', sa.String(length=60), nullable=True),
    sa.Column('words', forms_app.encryption.EncryptedText(), nullable=True),
    sa.ForeignKeyConstraint(['item_id'], ['safety_item.id'], name=op.f('fk_safety_note_item_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_safety_note_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_safety_note'))
    )
    with op.batch_alter_table('safety_note', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_safety_note_item_id'), ['item_id'], unique=False)

    op.create_table('second_coding',
    sa.Column('response', sa.String(length=80), nullable=False),
    sa.Column('question', sa.String(length=120), nullable=False),
    sa.Column('theme', sa.String(length=60), nullable=False),
    sa.Column('coded_by', sa.Integer(), nullable=True),
    sa.Column('coded_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['coded_by'], ['user.id'], name=op.f('fk_second_coding_coded_by')),
    sa.ForeignKeyConstraint(['response'], ['response.response'], name=op.f('fk_second_coding_response'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('response', 'question', 'theme', name=op.f('pk_second_coding')),
    **UNNUMBERED
    )
    op.create_table('double_coding',
    sa.Column('response', sa.String(length=80), nullable=False),
    sa.Column('question', sa.String(length=120), nullable=False),
    sa.Column('first_themes', sa.Text(), nullable=False),
    sa.Column('first_by', sa.Integer(), nullable=True),
    sa.Column('second_by', sa.Integer(), nullable=True),
    sa.Column('settled_by', sa.Integer(), nullable=True),
    sa.Column('settled_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['first_by'], ['user.id'], name=op.f('fk_double_coding_first_by')),
    sa.ForeignKeyConstraint(['response'], ['response.response'], name=op.f('fk_double_coding_response'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['second_by'], ['user.id'], name=op.f('fk_double_coding_second_by')),
    sa.ForeignKeyConstraint(['settled_by'], ['user.id'], name=op.f('fk_double_coding_settled_by')),
    sa.PrimaryKeyConstraint('response', 'question', name=op.f('pk_double_coding')),
    **UNNUMBERED
    )
    op.create_table('second_coding_share',
    sa.Column('provider', sa.String(length=80), nullable=False),
    sa.Column('percent', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['provider'], ['provider.provider'], name=op.f('fk_second_coding_share_provider')),
    sa.PrimaryKeyConstraint('provider', name=op.f('pk_second_coding_share'))
    )
    op.create_table('message',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('channel', sa.String(length=60), nullable=False),
    sa.Column('provider', sa.String(length=80), nullable=True),
    sa.Column('round_id', sa.Integer(), nullable=True),
    sa.Column('invitation_id', sa.Integer(), nullable=True),
    sa.Column('safety_item_id', sa.Integer(), nullable=True),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('language', sa.String(length=20), nullable=True),
    sa.Column('address', forms_app.encryption.EncryptedText(), nullable=True),
    sa.Column('reference', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=60), nullable=False),
    sa.Column('tries', sa.Integer(), server_default='0', nullable=False),
    sa.Column('not_before', sa.DateTime(), nullable=False),
    sa.Column('sent_at', sa.DateTime(), nullable=True),
    sa.Column('carrier_id', sa.String(length=120), nullable=True),
    sa.Column('failure', sa.String(length=300), nullable=True),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitation.id'], name=op.f('fk_message_invitation_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['provider'], ['provider.provider'], name=op.f('fk_message_provider')),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_message_round_id')),
    sa.ForeignKeyConstraint(['safety_item_id'], ['safety_item.id'], name=op.f('fk_message_safety_item_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_message_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message')),
    sa.UniqueConstraint('reference', name=op.f('uq_message_reference'))
    )
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_message_invitation_id'), ['invitation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_message_round_id'), ['round_id'], unique=False)
        batch_op.create_index('ix_message_waiting', ['state', 'not_before'], unique=False)

    op.execute(
        'INSERT INTO invitation_token (token_hash, invitation_id) SELECT token_hash, id FROM invitation'
    )
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('channel', sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column('language', sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column('name', forms_app.encryption.EncryptedText(), nullable=True))
        batch_op.add_column(sa.Column('email', forms_app.encryption.EncryptedText(), nullable=True))
        batch_op.add_column(sa.Column('phone', forms_app.encryption.EncryptedText(), nullable=True))
        batch_op.add_column(sa.Column('address', forms_app.encryption.EncryptedText(), nullable=True))
        batch_op.add_column(sa.Column('contact_hash', sa.String(length=64), nullable=True))
        batch_op.drop_constraint(batch_op.f('uq_invitation_token_hash'), type_='unique')
        batch_op.create_index(batch_op.f('ix_invitation_contact_hash'), ['contact_hash'], unique=False)
        batch_op.drop_column('token_hash')

    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.add_column(sa.Column('email', forms_app.encryption.EncryptedText(), nullable=True))
        batch_op.add_column(sa.Column('phone', forms_app.encryption.EncryptedText(), nullable=True))
        batch_op.add_column(sa.Column('address', forms_app.encryption.EncryptedText(), nullable=True))
        batch_op.add_column(sa.Column('contact_by', sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column('language', sa.String(length=20), nullable=True))

    # Without row numbers, which tell who answered first.
    with op.batch_alter_table('response', schema=None, table_kwargs=UNNUMBERED) as batch_op:
        batch_op.add_column(sa.Column('helper', sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column('saved_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('replaces', sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column('shown', sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.create_unique_constraint(batch_op.f('uq_response_replaces'), ['replaces'])
        batch_op.create_index('ix_response_waiting', ['round_id'], unique=False, sqlite_where=sa.text('NOT shown'), postgresql_where=sa.text('NOT shown'))

    if op.get_bind().dialect.name == 'sqlite':
        for table in ('answer', 'text_theme'):
            with op.batch_alter_table(table, recreate='always', table_kwargs=UNNUMBERED):
                pass

    with op.batch_alter_table('round', schema=None) as batch_op:
        batch_op.add_column(sa.Column('languages', sa.String(length=400), server_default='en', nullable=False))
        batch_op.add_column(sa.Column('remind_after_days', sa.Integer(), server_default='21', nullable=True))
        batch_op.add_column(sa.Column('made_by', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_round_made_by'), 'user', ['made_by'], ['id'])



def downgrade() -> None:
    with op.batch_alter_table('round', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_round_made_by'), type_='foreignkey')
        batch_op.drop_column('made_by')
        batch_op.drop_column('remind_after_days')
        batch_op.drop_column('languages')

    with op.batch_alter_table('response', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_response_replaces'), type_='unique')
        batch_op.drop_index('ix_response_waiting')
        batch_op.drop_column('shown')
        batch_op.drop_column('replaces')
        batch_op.drop_column('saved_on')
        batch_op.drop_column('helper')

    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_column('language')
        batch_op.drop_column('contact_by')
        batch_op.drop_column('address')
        batch_op.drop_column('phone')
        batch_op.drop_column('email')

    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('token_hash', sa.VARCHAR(length=64), nullable=True))
        batch_op.drop_index(batch_op.f('ix_invitation_contact_hash'))
        batch_op.create_unique_constraint(batch_op.f('uq_invitation_token_hash'), ['token_hash'])
    op.execute(
        'UPDATE invitation SET token_hash = (SELECT min(token_hash) FROM invitation_token '
        'WHERE invitation_id = invitation.id)'
    )
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.drop_column('contact_hash')
        batch_op.drop_column('address')
        batch_op.drop_column('phone')
        batch_op.drop_column('email')
        batch_op.drop_column('name')
        batch_op.drop_column('language')
        batch_op.drop_column('channel')

    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.drop_index('ix_message_waiting')
        batch_op.drop_index(batch_op.f('ix_message_round_id'))
        batch_op.drop_index(batch_op.f('ix_message_invitation_id'))

    op.drop_table('message')
    op.drop_table('second_coding_share')
    op.drop_table('double_coding')
    op.drop_table('second_coding')
    with op.batch_alter_table('safety_note', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_safety_note_item_id'))

    op.drop_table('safety_note')
    with op.batch_alter_table('safety_item', schema=None) as batch_op:
        batch_op.drop_index('ix_safety_item_open')

    op.drop_table('safety_item')
    with op.batch_alter_table('response_key', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_response_key_response'))

    op.drop_table('response_key')
    with op.batch_alter_table('sheet_correction', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sheet_correction_sheet'))

    op.drop_table('sheet_correction')
    op.drop_table('sheet_tally')
    op.drop_table('sheet_draft')
    with op.batch_alter_table('paper_sheet', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_paper_sheet_round_id'))

    op.drop_table('paper_sheet')
    with op.batch_alter_table('invitation_token', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invitation_token_invitation_id'))

    op.drop_table('invitation_token')
    op.drop_table('held_answer')
    with op.batch_alter_table('finish_code', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_finish_code_response'))

    op.drop_table('finish_code')
    with op.batch_alter_table('asked', schema=None) as batch_op:
        batch_op.drop_index('ix_asked_who')

    op.drop_table('asked')
    op.drop_table('survey_edition')
    op.drop_table('survey_draft')
    op.drop_table('language_sign_off')
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.drop_index('ix_job_waiting')

    op.drop_table('job')
    with op.batch_alter_table('duty_period', schema=None) as batch_op:
        batch_op.drop_index('ix_duty_period_provider')

    op.drop_table('duty_period')
    op.drop_table('stopped_contact')
    op.drop_table('beat')
    op.drop_table('attempt')
